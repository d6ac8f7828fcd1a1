"""Periods of days, and the numbers that are read over them."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from moothall.kit import clock, measuring
from moothall.kit.measuring import Period
from moothall.kit.registries import Measured

NOON = datetime(2026, 7, 15, 12, tzinfo=UTC)
MONTH = date(2026, 6, 1), date(2026, 6, 30)
REFUSED = r"period|measured"


def test_a_period_is_its_days_as_the_clock_of_the_council_counts_them() -> None:
    summer, winter = Period(date(2026, 6, 1), date(2026, 6, 30)), Period(date(2026, 1, 1), date(2026, 1, 1))
    assert summer.start == datetime(2026, 5, 31, 23, tzinfo=UTC)
    assert summer.end == datetime(2026, 6, 30, 23, tzinfo=UTC)
    assert (winter.start, winter.end) == (datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 1, 2, tzinfo=UTC))


def test_the_day_on_which_the_clocks_change_is_an_hour_short() -> None:
    changed = Period(date(2026, 3, 29), date(2026, 3, 29))
    assert changed.end - changed.start == timedelta(hours=23)


@pytest.mark.parametrize(
    "days",
    [
        (date(2026, 6, 30), date(2026, 6, 1)),
        (date.min, date.max),
        (date.min, date(2026, 6, 1)),
        (date(2026, 6, 1), date.max),
        (date.max, date.max),
    ],
)
def test_days_that_are_no_period_are_refused(days: tuple[date, date]) -> None:
    read = measuring.over_days(lambda _period: Measured(Decimal(1)))
    with pytest.raises(ValueError, match=REFUSED):
        Period(*days)
    with pytest.raises(ValueError, match=REFUSED):
        read(*days)


def test_days_that_lie_ahead_have_no_number() -> None:
    read = measuring.over_days(lambda _period: Measured(Decimal(1)))
    with clock.at(NOON):
        assert read(date(2026, 7, 16), date(2026, 7, 20)) == Measured(None, "These days have not begun.")
        assert read(date(2026, 7, 15), date(2026, 7, 20)) == Measured(Decimal(1))


def test_what_is_known_only_of_now_is_read_for_a_week_after() -> None:
    read = measuring.as_it_stands(lambda: Measured(Decimal(1)))
    with clock.at(NOON):
        assert read(date(2026, 6, 1), date(2026, 7, 8)).value == 1
        told = read(date(2026, 6, 1), date(2026, 7, 7))
        assert told.value is None and "more than a week ago" in str(told.why_none)
        assert read(date(2026, 7, 16), date(2026, 7, 16)).value is None
        with pytest.raises(ValueError, match="period"):
            read(date(2026, 7, 2), date(2026, 7, 1))


def test_shares_and_rates_are_exact_and_never_divide_by_nothing() -> None:
    with clock.at(NOON):
        june = Period(*MONTH)
        assert measuring.share(1, 3, why_none="no").value == Decimal("33.3")
        assert measuring.share(0, 0, why_none="no") == Measured(None, "no")
        assert measuring.rate(30, people=7, period=june, why_none="no").value == Decimal("1.00")
        assert measuring.rate(30, people=0, period=june, why_none="no") == Measured(None, "no")


def test_a_rate_while_the_days_go_on_is_over_those_that_have_begun() -> None:
    with clock.at(NOON):
        july = Period(date(2026, 7, 1), date(2026, 7, 31))
        assert (july.days, july.is_over, july.moment) == (15, False, NOON)
        assert measuring.rate(15, people=7, period=july, why_none="no").value == Decimal("1.00")
