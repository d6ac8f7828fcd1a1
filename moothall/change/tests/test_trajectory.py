"""The way of a benefit, drawn."""

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from moothall.change.pictures.measured import Expected, Measured, Reading
from moothall.change.pictures.trajectory import Label, Trajectory, trajectory
from moothall.change.tests.make_pictures import ENDS, TODAY, course, drawn, measured, readings, told
from moothall.kit.pictures.parts import width
from moothall.kit.tests.drawing import HOSTILE, column, percents, points


def drawing(*values: str | None, unit: str = "e-mails a week") -> Trajectory:
    return trajectory("way", measured(*values, unit=unit), TODAY)


@pytest.mark.parametrize(
    ("values", "said"),
    [
        (("50",), "Internal e-mail is ahead of plan: 50% of the way, read on 1 January 2026"),
        (("55", "62"), "Internal e-mail is behind plan: −10% of the way, read on 1 February 2026"),
        (("39.9",), "Internal e-mail has reached its target: 100% of the way, read on 1 January 2026"),
        ((None,), "Internal e-mail: not read yet"),
    ],
)
def test_the_conclusion_says_how_it_stands_and_how_far_it_came(values: tuple[str | None, ...], said: str) -> None:
    assert drawing(*values).conclusion == said


def test_nothing_is_told_as_the_whole_way_that_is_not() -> None:
    assert "99% of the way" in drawing("40.001").conclusion


def test_a_missing_reading_breaks_the_line_and_is_marked_and_its_reason_told() -> None:
    picture = drawing("55", "52", None, "50", None, "49", "48")
    assert [len(points(run)) for run in picture.actual] == [3, 2]
    assert len(picture.gaps) == 2
    assert picture.told_gaps == ("1 March 2026: Nobody answered", "1 May 2026: Nobody answered")
    html = drawn("trajectory", picture)
    assert html.count('<circle class="from" r="8"/>') == 2 and "no reading" in html
    assert ("none", "Nobody answered") in zip(column(picture.table, 2), column(picture.table, 3), strict=True)


def test_of_many_missing_readings_the_last_are_told_and_the_others_counted() -> None:
    picture = drawing(*[None] * 9)
    assert len(picture.told_gaps) == 5 and picture.told_gaps[-1] == "5 earlier are in the table"
    assert column(picture.table, 2).count("none") == 9


def test_the_table_has_every_day_that_was_planned_or_read() -> None:
    picture = trajectory("way", told("Talk", "posts", course("60", "40", m2="50"), readings("55")), TODAY)
    assert column(picture.table, 0) == ["1 September 2025", "1 January 2026", "1 February 2026", "1 December 2026"]
    assert column(picture.table, 2) == ["60", "55", "–", "–"]
    assert column(picture.table, 1)[2] == "50"


def test_a_forecast_is_a_band_with_its_range_in_words() -> None:
    picture = drawing("57", "55", "54", "51")
    assert len(points(picture.wedge)) == 3
    assert re.fullmatch(r"Forecast \d+ to \d+, if it goes on as it has\.", picture.told_forecast)
    assert picture.told_forecast in picture.description and picture.told_forecast in column(picture.table, 3)[-1]
    assert drawing("57", "55").wedge == drawing("57", "55").told_forecast == ""


def test_long_numbers_on_the_axis_are_given_room() -> None:
    def plot(start: str, end: str) -> str:
        return drawn("trajectory", trajectory("way", Measured("Spend", "pounds", course(start, end)), TODAY))

    assert "plot--wide-figures" in plot("1000000", "1000004") and "1,000,004" in plot("1000000", "1000004")
    assert "plot--wide-figures" not in plot("0", "20000") and ">20k<" in plot("0", "20000")


def expects(low: str, high: str, on: date = TODAY, words: str = "") -> Expected:
    return Expected(on, Decimal(low), Decimal(high), "Priya Raman", words)


def test_what_its_owner_expects_is_the_band_and_a_row_of_the_table() -> None:
    heading = drawing("57", "55", "54", "51")
    expected = (expects("48", "52", date(2026, 2, 14)), expects("38", "42", words="The desk has moved over."))
    picture = trajectory("way", measured("57", "55", "54", "51", expected=expected), TODAY)
    assert picture.told_expected == "Priya Raman expects 38 to 42, as of 1 June 2026."
    start, low, high = points(picture.wedge)
    assert start[0] < low[0] == high[0] == 600 and low[1] > high[1]
    assert picture.wedge != heading.wedge and picture.told_forecast == heading.told_forecast
    assert picture.told_expected in picture.description and picture.told_forecast in picture.description
    said = dict(zip(column(picture.table, 0), column(picture.table, 3), strict=True))
    assert said["1 June 2026"] == "Priya Raman expects 38 to 42 by 1 December 2026: The desk has moved over."
    assert said["14 February 2026"] == "Priya Raman expects 48 to 52 by 1 December 2026"
    html = drawn("trajectory", picture)
    assert picture.told_expected in html.split('<ul class="key', 1)[1]


def test_one_number_that_is_expected_is_seen_as_a_line_and_begins_at_the_baseline_where_nothing_was_read() -> None:
    picture = trajectory("way", measured(expected=(expects("40", "40"),)), TODAY)
    start, low, high = points(picture.wedge)
    assert start[0] == 0 and 0 < low[1] - high[1] < 6
    assert picture.told_expected == "Priya Raman expects 40, as of 1 June 2026."


def test_what_was_expected_is_drawn_no_more_once_the_day_came_and_stays_in_the_table() -> None:
    picture = trajectory("way", measured("57", expected=(expects("38", "42"),)), ENDS)
    assert picture.wedge == picture.told_expected == ""
    assert any("expects 38 to 42" in words for words in column(picture.table, 3))


def test_a_picture_is_never_drawn_of_other_readings_than_those_of_its_course() -> None:
    with pytest.raises(ValueError, match="those of the course"):
        Measured("Talk", "posts", course(), readings("55"))


def test_where_the_scale_starts_is_said_unless_that_is_nothing() -> None:
    assert "The scale starts at" in drawing("55").note
    nought = told("Talk", "posts", course("0", "10"))
    assert "The scale starts" not in trajectory("way", nought, TODAY).note


def test_per_cent_is_said_with_every_number_and_not_as_a_unit() -> None:
    picture = drawing("55", unit="%")
    assert "Target 40%" in picture.description and picture.note.startswith("Per cent.")


def test_lines_differ_by_more_than_colour_and_the_key_names_them() -> None:
    html = drawn("trajectory", drawing("57", None, "55", "54", "51"))
    key = html.split('<ul class="key', 1)[1]
    assert "line--plan" in key and "dot--open" in key
    assert all(word in key for word in ("read", "plan", "target", "Forecast", "no reading"))


def boxes(label: Label) -> tuple[float, float, float, float]:
    wide = width(label.words) * 14
    left = {"start": 0.0, "middle": wide / 2, "end": wide}[label.anchor]
    x, y = label.x * 2.9 + label.dx - left, label.y * 3 + label.dy
    return x, y - 13, x + wide, y + 4


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.tuples(st.dates(date(2025, 1, 1), date(2027, 6, 1)), st.one_of(st.none(), st.integers(-(10**7), 10**7)))
    ),
    st.integers(-(10**7), 10**7),
    st.integers(-(10**7), 10**7),
)
def test_whatever_is_read_all_stays_inside_and_labels_stay_clear(
    said: list[tuple[date, int | None]], start: int, end: int
) -> None:
    if start == end:
        return
    read = tuple(
        Reading(day, None if value is None else Decimal(value), "" if value is not None else "none")
        for day, value in {day: (day, value) for day, value in said}.values()
    )
    expected = Expected(TODAY, Decimal(end), Decimal(max(start, end)), "Its owner")
    measured = replace(told("Anything", "things", course(str(start), str(end)), read), expected=(expected,))
    picture = trajectory("way", measured, TODAY)
    html = drawn("trajectory", picture)
    assert all(0 <= value <= 100 for value in percents(html))
    for line in (picture.plan, picture.wedge, *picture.actual):
        assert all(0 <= x <= 600 and 0 <= y <= 300 for x, y in points(line))
    for one, other in combinations([boxes(label) for label in picture.labels], 2):
        apart = one[0] >= other[2] or other[0] >= one[2] or one[1] >= other[3] or other[1] >= one[3]
        assert apart, (one, other)


def test_hostile_words_stay_words() -> None:
    bad = told(HOSTILE, HOSTILE, course(), (Reading(TODAY, None, HOSTILE, HOSTILE),), HOSTILE)
    bad = replace(bad, expected=(Expected(TODAY, Decimal(1), Decimal(2), HOSTILE, HOSTILE),))
    assert "<script" not in drawn("trajectory", trajectory("bad", bad, TODAY, conclusion=HOSTILE))
