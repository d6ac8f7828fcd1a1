"""Where readings are heading."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moothall.change.forecast import trend
from moothall.change.standing import Point
from moothall.change.tests.make_pictures import BEGUN, ENDS, course


def test_a_forecast_goes_on_as_the_readings_have_gone() -> None:
    steady = trend(course("56", "54", "52", "50"))
    assert steady and steady.low <= steady.high < 50
    assert steady.high - steady.low < Decimal("1.5")
    wild = trend(course("56", "44", "58", "41", "50"))
    assert wild and wild.high - wild.low > 10


def test_one_odd_reading_does_not_turn_it_round() -> None:
    steady, odd = trend(course("56", "54", "52", "50", "48")), trend(course("56", "54", "90", "50", "48"))
    assert steady and odd and odd.low < 48 and steady.low < 48


@pytest.mark.parametrize("values", [(), ("56", "54"), ("56", None, "54", None)])
def test_of_fewer_than_three_readings_nothing_is_forecast(values: tuple[str | None, ...]) -> None:
    assert trend(course(*values)) is None


def test_nothing_is_forecast_past_the_target_or_below_what_can_be_read() -> None:
    past = tuple(Point(ENDS + timedelta(n), Decimal(50)) for n in range(4))
    assert trend(replace(course(), readings=past)) is None
    steep = trend(course("30", "20", "10"), least=Decimal(0))
    assert steep and steep.low == steep.high == 0


@given(st.lists(st.tuples(st.dates(BEGUN, ENDS), st.integers(-1000, 1000)), max_size=20))
def test_whatever_was_read_the_range_is_one_and_starts_at_the_last_reading(told: list[tuple[date, int]]) -> None:
    read = tuple(Point(day, Decimal(value)) for day, value in sorted(dict(told).items()))
    found = trend(replace(course(), readings=read))
    assert found is None or (found.low <= found.high and found.start == read[-1])
