"""Loss exceedance curves and amounts in words."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from moothall.kit.tests.drawing import HOSTILE, column, percents, points
from moothall.risks.choices import Unit
from moothall.risks.pictures import words
from moothall.risks.pictures.curves import TALL, WIDE, Appetite, Curves, Point, curves
from moothall.risks.quantities import Interval, Loss, Rise
from moothall.risks.simulation import Comparison, Exposure, compare
from moothall.risks.tests.make_pictures import OPTIONS, drawn, estimates

BEARABLE = Appetite(Point(0.4, 50_000), Point(0.05, 200_000))


def drawing(comparison: Comparison, appetite: Appetite | None = None) -> Curves:
    return curves("curves", comparison, OPTIONS, appetite=appetite)


def test_each_option_has_a_line_that_never_rises_and_its_letter_lies_on_it() -> None:
    picture = drawing(estimates(A=3, B=1, C=0.1))
    assert [line.letter for line in picture.lines] == ["A", "B", "C"]
    assert len({line.style for line in picture.lines}) == 3
    for line in picture.lines:
        path = points(line.points)
        assert all(later[1] >= earlier[1] for earlier, later in pairwise(path))
        left = max(point for point in path if point[0] <= line.x * WIDE / 100 + 0.1)
        right = min(point for point in path if point[0] >= line.x * WIDE / 100 - 0.1)
        assert left[1] - 0.5 <= line.y * TALL / 100 <= right[1] + 0.5


def test_the_letters_lie_apart_even_when_the_curves_are_the_same() -> None:
    lines = drawing(estimates(A=1, B=1, C=1)).lines
    spots = [(line.x, line.y) for line in lines]
    assert len(set(spots)) == 3


def test_the_line_starts_at_the_chance_of_any_loss() -> None:
    comparison = estimates(A=0.5)
    (line,) = drawing(comparison).lines
    start = points(line.points)[0]
    assert start[0] == 0
    assert 1 - start[1] / TALL == pytest.approx(comparison.prospects[0].curve.any_loss, abs=0.001)


def test_the_table_says_what_the_lines_show() -> None:
    comparison = estimates(A=3, B=1)
    picture = drawing(comparison)
    assert [tick.words for tick in picture.amounts][1:] == [head.words for head in picture.table.heads[2:6]]
    for line, row in zip(picture.lines, picture.table.rows, strict=True):
        path = dict(points(line.points))
        for place, (_head, cell) in enumerate(row.cells[1:5], start=1):
            assert abs(float(cell.words.rstrip("%")) / 100 - (1 - path[WIDE * place / 4] / TALL)) <= 0.0055
    assert column(picture.table, 0) == ["A Do nothing", "B Prohibit"]


def test_an_option_outside_the_appetite_is_named_and_so_is_too_little_risk() -> None:
    outside = drawing(estimates(A=5, B=0.4), BEARABLE)
    assert outside.conclusion == "Outside what we said we would bear: A"
    assert "40% at £50,000 and 5% at £200,000" in outside.note
    assert len(outside.diamonds) == 2
    assert drawing(estimates(A=5, B=6), BEARABLE).conclusion == "Every option lies outside what we said we would bear"
    assert drawing(estimates(A=0.02, B=0.4), BEARABLE).conclusion == "Far less risk than we said we would bear: A"
    within = drawing(estimates(A=0.4, B=0.5), BEARABLE)
    assert within.conclusion == "Every option lies within what we said we would bear"


def test_the_line_of_the_appetite_goes_through_both_points() -> None:
    for point in BEARABLE.points:
        assert BEARABLE.chance(point.amount) == pytest.approx(point.chance)
    assert BEARABLE.chance(0) == 1


@pytest.mark.parametrize(
    ("likelier", "rarer"),
    [
        (Point(0.05, 50_000), Point(0.4, 200_000)),
        (Point(0.4, 200_000), Point(0.05, 50_000)),
        (Point(1.4, 50_000), Point(0.05, 200_000)),
        (Point(0.4, 50_000), Point(0.0, 200_000)),
        (Point(0.4, 0), Point(0.05, 200_000)),
        (Point(0.4, 5), Point(0.05, float("inf"))),
        (Point(float("nan"), 5), Point(0.05, 9)),
    ],
)
def test_an_appetite_that_cannot_be_is_refused(likelier: Point, rarer: Point) -> None:
    with pytest.raises(ValueError, match=r"larger|rarer"):
        Appetite(likelier, rarer)


def test_an_option_without_an_estimate_is_not_drawn_but_named() -> None:
    picture = drawing(estimates(A=1, B=2))
    assert [line.letter for line in picture.lines] == ["A", "B"]
    assert "C is not drawn: it has no estimate of D1." in picture.note


def test_nothing_to_draw_says_so() -> None:
    comparison = compare(
        [
            Exposure("A", "D1", "doing", Loss(Interval(1, 1), Interval(1, 2), Unit.POUNDS)),
            Exposure("B", "D2", "doing", Loss(Interval(1, 1), Interval(1, 2), Unit.POUNDS)),
        ],
        years=1000,
    )[0]
    picture = drawing(comparison)
    assert picture.conclusion == "No option has an estimate of every risk"
    assert "<svg" not in drawn("curves", picture)


def test_what_never_happens_still_draws() -> None:
    assert drawn("curves", drawing(estimates(A=0, B=0)))
    assert drawn("curves", drawing(estimates(A=0.0001)))


def test_hours_and_people_have_their_own_words() -> None:
    assert drawing(estimates(Unit.HOURS, A=1)).axis == "Hours of service lost in a year, at least"
    assert drawing(estimates(Unit.PEOPLE, A=1)).axis == "People affected in a year, at least"
    assert "£" not in drawn("curves", drawing(estimates(Unit.HOURS, A=1)))


def test_hostile_words_stay_words() -> None:
    picture = curves("bad", estimates(A=1), dict.fromkeys("ABC", (HOSTILE, HOSTILE)), conclusion=HOSTILE)
    assert "<script" not in drawn("curves", picture)


@settings(max_examples=20, deadline=None)
@given(st.lists(st.floats(0, 20), min_size=1, max_size=3), st.booleans())
def test_everything_lies_inside_the_picture(rates: list[float], with_appetite: bool) -> None:
    often = dict(zip("ABC", rates, strict=False))
    picture = drawing(estimates(**often), BEARABLE if with_appetite else None)
    assert all(0 <= value <= 100 for value in percents(drawn("curves", picture)))
    for line in picture.lines:
        assert all(0 <= x <= WIDE and 0 <= y <= TALL for x, y in points(line.points))


@pytest.mark.parametrize(
    ("value", "unit", "said"),
    [
        (40400.128, Unit.POUNDS, "£40,400"),
        (1_250_000, Unit.POUNDS, "£1.25m"),
        (3e9, Unit.POUNDS, "£3bn"),
        (0, Unit.POUNDS, "£0"),
        (6.2, Unit.HOURS, "6.2 hours"),
        (1, Unit.HOURS, "1 hour"),
        (1, Unit.PEOPLE, "1 person"),
        (12345, Unit.PEOPLE, "12,345 people"),
    ],
)
def test_amounts_are_said_with_their_unit(value: float, unit: Unit, said: str) -> None:
    assert words.amount(value, unit) == said


def test_amounts_of_an_axis_are_short() -> None:
    said = [words.short_amount(value, Unit.POUNDS) for value in (0, 50, 2500, 100_000, 1.5e6)]
    assert said == ["£0", "£50", "£2.5k", "£100k", "£1.5m"]
    assert words.short_amount(400, Unit.HOURS) == "400"


def test_chances_are_said_as_so_many_in_a_hundred() -> None:
    said = [words.in_hundred(chance) for chance in (None, 0, 0.004, 0.39, 0.996, 1)]
    assert said == ["not compared", "never", "fewer than 1 in 100", "39 in 100", "more than 99 in 100", "always"]


def test_it_is_said_whether_options_can_be_told_apart() -> None:
    letters = {name: name for name in "ABC"}
    apart = words.told_apart(estimates(A=1, B=2), letters)
    assert apart == "A has the least expected loss: always."
    alike = words.told_apart(estimates(A=1, B=1), letters)
    assert alike == "A and B: can’t tell these apart, none reaches 80 in 100."
    assert "not two options" in words.told_apart(estimates(A=1), letters)


def test_the_warning_names_both_amounts() -> None:
    said = words.warning(Rise(40400.13, 122528.2), Unit.POUNDS)
    assert "from £40,400 to £122,528" in said
