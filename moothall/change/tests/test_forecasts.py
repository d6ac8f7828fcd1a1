"""Where readings are heading, and what they say by their words."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from moothall.change.forecasts import Forecast, forecast
from moothall.change.pictures.measured import Reading, read
from moothall.change.standing import Course, State
from moothall.change.tests.make_pictures import BEGUN, ENDS, TODAY, course, readings


def heading(*values: str | None, least: Decimal | None = None) -> Forecast | None:
    return forecast(read(course(), readings(*values)), least=least)


def said(*told: tuple[date, str | None]) -> Course:
    return read(
        course(), [Reading(day, None if n is None else Decimal(n), "" if n else "No survey") for day, n in told]
    )


@pytest.mark.parametrize(
    ("values", "stands"),
    [
        ((), State.UNREAD),
        ((None, None), State.UNREAD),
        (("55", "50"), State.AHEAD),
        (("54.6",), State.AHEAD),
        (("54.7",), State.BEHIND),
        (("59", "58"), State.BEHIND),
        (("41", "39"), State.MET),
        (("39", "58"), State.BEHIND),
        (("40", None), State.MET),
    ],
)
def test_a_benefit_stands_by_its_last_reading(values: tuple[str | None, ...], stands: State) -> None:
    assert read(course(), readings(*values)).state(TODAY) == stands


def test_a_target_read_short_on_its_day_is_missed_and_so_is_one_never_read() -> None:
    late = ENDS + timedelta(1)
    assert said((ENDS, "40.1")).state(ENDS) == State.MISSED
    assert said((ENDS, "40")).state(late) == State.MET
    assert said().state(late) == State.MISSED
    assert said((date(2026, 1, 1), None)).state(late) == State.MISSED
    assert said((date(2026, 1, 1), "50")).state(ENDS) == State.MISSED
    assert said((ENDS, "39"), (late, "50")).state(late) == State.MISSED


def test_each_state_has_its_word_and_only_what_may_not_come_is_at_risk() -> None:
    assert all(state.words for state in State)
    assert {state for state in State if state.is_at_risk} == {State.BEHIND, State.MISSED}
    assert {state for state in State if state.tone == "good"} == {State.MET, State.AHEAD, State.ON_PLAN}
    assert {state for state in State if not state.is_read} == {State.WAITING, State.UNREAD}


def test_a_reading_has_a_value_or_a_reason_and_not_both() -> None:
    for value, why in ((None, ""), (Decimal(1), "no survey")):
        with pytest.raises(ValueError, match="a value, or a reason"):
            Reading(BEGUN, value, why)


def test_a_forecast_goes_on_as_the_readings_have_gone() -> None:
    steady = heading("56", "54", "52", "50")
    assert steady and steady.low <= steady.high < 50
    assert abs(steady.low - steady.high) < Decimal("1.5")
    wild = heading("56", "44", "58", "41", "50")
    assert wild and wild.high - wild.low > 10


@pytest.mark.parametrize("values", [(), ("56", "54"), ("56", None, "54", None)])
def test_of_fewer_than_three_readings_nothing_is_forecast(values: tuple[str | None, ...]) -> None:
    assert heading(*values) is None


def test_nothing_is_forecast_past_the_target_or_below_what_can_be_read() -> None:
    past = said(*((ENDS + timedelta(n), "50") for n in range(4)))
    assert forecast(past) is None
    steep = heading("30", "20", "10", least=Decimal(0))
    assert steep and steep.low == steep.high == 0


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.dictionaries(st.dates(BEGUN, ENDS), st.integers(-1000, 1000), max_size=20))
def test_a_reading_on_the_plan_is_on_plan_and_a_forecast_is_a_range(told: dict[date, int]) -> None:
    way = course("0", "100")
    for day in told:
        on_plan = read(way, [Reading(day, way.planned_on(day))])
        assert on_plan.state(BEGUN) in {State.ON_PLAN, State.MET}
    found = forecast(read(way, [Reading(day, Decimal(value)) for day, value in told.items()]))
    assert found is None or found.low <= found.high
