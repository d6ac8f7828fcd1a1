"""How far benefits have come, drawn: what the picture says is what the table says, and all of it stays inside."""

from datetime import date, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from moothall.charter.progress import Progress, Quarter, progress
from moothall.kit.tests.drawing import drawn, percents, points

FIRST = date(2025, 3, 31)


def quarters(*shares: int | None) -> list[Quarter]:
    return [Quarter(FIRST + timedelta(days=91 * n), 0 if share is None else 2, share) for n, share in enumerate(shares)]


def picture(*shares: int | None) -> Progress:
    found = progress(quarters(*shares))
    assert found is not None
    return found


def html(found: Progress) -> str:
    return drawn("charter/parts/progress.html", {"progress": found})


def test_it_says_how_far_they_came_and_from_where() -> None:
    found = picture(None, 10, 35, 60)
    assert found.conclusion == "My benefits have come 60 in 100 of their way by 29 December 2025, from 10"
    assert [dot.words for dot in found.dots] == ["10", "35", "60"]
    assert found.description.startswith("30 June 2025: 10.") and "60." in found.description
    assert len(points(found.line)) == 3
    ys = [dot.y for dot in found.dots]
    assert ys == sorted(ys, reverse=True) and found.target < ys[-1] < ys[0] < found.nothing
    key = html(found).split('<ul class="key', 1)[1]
    assert "come, in 100" in key and "target" in key and "progress-desc" in html(found)


def test_of_nothing_there_is_no_picture_and_of_one_quarter_one_dot_in_the_middle() -> None:
    assert progress([]) is None and progress(quarters(None, None)) is None
    one = picture(40)
    assert one.conclusion == "My benefits have come 40 in 100 of their way, by 31 March 2025"
    assert len(one.dots) == 1 and 20 < one.dots[0].x < 80


def test_the_wrong_way_lies_below_nothing() -> None:
    found = picture(-40, 20)
    assert found.dots[0].y > found.nothing > found.dots[1].y and found.dots[0].words == "\N{MINUS SIGN}40"


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.one_of(st.none(), st.integers(-100, 100)), max_size=8))
def test_whatever_was_read_all_stays_inside(shares: list[int | None]) -> None:
    found = progress(quarters(*shares))
    if found is None:
        assert all(share is None for share in shares)
        return
    assert all(0 <= value <= 100 for value in percents(html(found)) if value != -8)
    assert all(0 <= x <= 600 and 0 <= y <= 300 for x, y in points(found.line))
