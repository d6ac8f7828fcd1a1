"""What readings say: shares, plans, standings, forecasts."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moothall.change import standing as measure_standing
from moothall.change.choices import Direction, Frequency
from moothall.change.standing import State
from moothall.change.tests.make_pictures import BEGUN, ENDS, TODAY, course, readings
from moothall.change.value import Course, Point, Reading, Standing, forecast, standing


@pytest.mark.parametrize(
    ("start", "end", "value", "share"),
    [
        ("60", "40", "50", "0.5"),
        ("10", "70", "40", "0.5"),
        ("60", "40", "65", "-0.25"),
        ("60", "40", "30", "1.5"),
        ("0", "-8", "-2", "0.25"),
    ],
)
def test_the_share_realised_is_the_way_come_whichever_way_is_better(
    start: str, end: str, value: str, share: str
) -> None:
    assert course(start, end).realised(Decimal(value)) == Decimal(share)


def test_a_target_that_is_its_baseline_or_lies_before_it_is_refused() -> None:
    one = Point(BEGUN, Decimal(5))
    for target in (Point(ENDS, Decimal(5)), Point(BEGUN, Decimal(6)), Point(BEGUN - timedelta(1), Decimal(6))):
        with pytest.raises(ValueError, match="a target lies elsewhere"):
            Course(one, target)


def test_the_plan_goes_straight_from_point_to_point_and_stays_level_outside() -> None:
    way = course("60", "40", m1="58", m3="58")
    assert way.planned(date(2025, 1, 1)) == way.planned(BEGUN) == 60
    assert way.planned(date(2026, 2, 1)) == 58
    assert way.planned(date(2025, 11, 1)) == 59
    assert way.planned(ENDS) == way.planned(date(2030, 1, 1)) == 40


def test_points_of_a_plan_outside_its_days_do_not_count() -> None:
    way = Course(Point(BEGUN, Decimal(0)), Point(ENDS, Decimal(1)), (Point(BEGUN, Decimal(9)), Point(ENDS, Decimal(9))))
    assert way.points == (way.baseline, way.target)


@pytest.mark.parametrize(
    ("values", "stands"),
    [
        ((), Standing.UNREAD),
        ((None, None), Standing.UNREAD),
        (("55", "50"), Standing.AHEAD),
        (("54.6",), Standing.AHEAD),
        (("54.7",), Standing.BEHIND),
        (("59", "58"), Standing.BEHIND),
        (("41", "39"), Standing.REACHED),
        (("39", "58"), Standing.BEHIND),
        (("40", None), Standing.REACHED),
    ],
)
def test_a_benefit_stands_by_its_last_reading(values: tuple[str | None, ...], stands: Standing) -> None:
    assert standing(course(), readings(*values), TODAY) == stands


def test_a_target_read_short_on_its_day_is_missed_and_so_is_one_never_read() -> None:
    late = ENDS + timedelta(1)
    assert standing(course(), [Reading(ENDS, Decimal("40.1"))], ENDS) == Standing.MISSED
    assert standing(course(), [Reading(ENDS, Decimal("40"))], late) == Standing.REACHED
    assert standing(course(), [], late) == Standing.MISSED
    assert standing(course(), [Reading(date(2026, 1, 1), None, "no survey")], late) == Standing.MISSED
    assert standing(course(), [Reading(date(2026, 1, 1), Decimal(50))], ENDS) == Standing.MISSED
    slipped = [Reading(ENDS, Decimal(39)), Reading(late, Decimal(50))]
    assert standing(course(), slipped, late) == Standing.MISSED


def test_a_reading_has_a_value_or_a_reason_and_not_both() -> None:
    for value, why in ((None, ""), (Decimal(1), "no survey")):
        with pytest.raises(ValueError, match="a value, or a reason"):
            Reading(BEGUN, value, why)


def test_a_forecast_goes_on_as_the_readings_have_gone() -> None:
    steady = forecast(course(), readings("56", "54", "52", "50"))
    assert steady and steady.low <= steady.high < 50
    assert abs(steady.low - steady.high) < Decimal("1.5")
    wild = forecast(course(), readings("56", "44", "58", "41", "50"))
    assert wild and wild.high - wild.low > 10


@pytest.mark.parametrize("values", [(), ("56", "54"), ("56", None, "54", None)])
def test_of_fewer_than_three_readings_nothing_is_forecast(values: tuple[str | None, ...]) -> None:
    assert forecast(course(), readings(*values)) is None


def test_nothing_is_forecast_past_the_target_or_below_what_can_be_read() -> None:
    past = [Reading(ENDS + timedelta(n), Decimal(50)) for n in range(4)]
    assert forecast(course(), past) is None
    steep = forecast(course(), readings("30", "20", "10"), least=Decimal(0))
    assert steep and steep.low == steep.high == 0


def test_of_two_readings_on_a_day_the_last_told_counts_in_a_forecast() -> None:
    twice = [*readings("56", "54", "52"), Reading(date(2026, 3, 1), Decimal(40))]
    found = forecast(course(), twice)
    assert found and found.start.value == 40


@given(st.lists(st.tuples(st.dates(BEGUN, ENDS), st.integers(-1000, 1000)), max_size=20))
def test_a_reading_on_the_plan_is_on_plan_and_a_forecast_is_a_range(told: list[tuple[date, int]]) -> None:
    way = Course(Point(BEGUN, Decimal(0)), Point(ENDS, Decimal(100)))
    for day, _value in told:
        read = [Reading(day, way.planned(day))]
        assert standing(way, read, BEGUN) in {Standing.ON_PLAN, Standing.REACHED}
    every = [Reading(day, Decimal(value)) for day, value in told]
    found = forecast(way, every)
    assert found is None or found.low <= found.high


_SAME = {
    State.AHEAD: Standing.AHEAD,
    State.ON_PLAN: Standing.ON_PLAN,
    State.BEHIND: Standing.BEHIND,
    State.MET: Standing.REACHED,
    State.MISSED: Standing.MISSED,
    State.WAITING: Standing.UNREAD,
    State.UNREAD: Standing.UNREAD,
}


@given(
    st.dictionaries(st.dates(BEGUN, ENDS + timedelta(60)), st.sampled_from(["55", "50", "40", "39", "61"]), max_size=4),
    st.dates(BEGUN, ENDS + timedelta(90)),
    st.sampled_from([("60", "40"), ("30", "50")]),
)
def test_a_picture_and_a_table_never_say_different_things(
    told: dict[date, str], today: date, ends: tuple[str, str]
) -> None:
    way = course(*ends)
    kept = measure_standing.Course(
        direction=Direction.DOWN if way.falls else Direction.UP,
        baseline=measure_standing.Point(BEGUN, way.baseline.value),
        target=measure_standing.Point(ENDS, way.target.value),
        frequency=Frequency.MONTHLY,
        first_due=ENDS,
        readings=tuple(measure_standing.Point(day, Decimal(value)) for day, value in sorted(told.items())),
    )
    readings = [Reading(day, Decimal(value)) for day, value in told.items()]
    assert standing(way, readings, today) == _SAME[kept.state(today)]
