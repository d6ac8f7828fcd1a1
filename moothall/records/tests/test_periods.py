"""A period leads to the corresponding date, and the cut-off day says the same as adding it to every single day."""

import random
from datetime import UTC, date, datetime, timedelta

from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from moothall.records.periods import Period, end_of, start_of

periods = st.builds(Period, years=st.integers(0, 150), months=st.integers(0, 30), days=st.integers(0, 800))
days = st.dates(date(1900, 1, 1), date(2200, 12, 31))


def test_a_year_leads_to_the_same_date_and_from_the_29th_of_february_to_the_28th() -> None:
    assert Period(years=2).after(date(2024, 6, 1)) == date(2026, 6, 1)
    assert Period(years=1).after(date(2024, 2, 29)) == date(2025, 2, 28)
    assert Period(years=4).after(date(2024, 2, 29)) == date(2028, 2, 29)


def test_a_month_leads_to_the_last_day_of_a_shorter_one_and_days_come_after_months() -> None:
    assert Period(months=1).after(date(2026, 1, 31)) == date(2026, 2, 28)
    assert Period(months=1).after(date(2026, 3, 31)) == date(2026, 4, 30)
    assert Period(months=1, days=1).after(date(2026, 1, 31)) == date(2026, 3, 1)


def test_the_cut_off_takes_in_every_day_that_leads_to_the_end_of_a_shorter_month() -> None:
    assert Period(months=1).cutoff(date(2026, 2, 28)) == date(2026, 1, 31)
    assert Period(months=1).cutoff(date(2026, 3, 30)) == date(2026, 2, 28)
    assert Period(years=1).cutoff(date(2025, 2, 28)) == date(2024, 2, 29)


@given(period=periods, today=days)
def test_the_cut_off_is_the_last_day_that_is_due(period: Period, today: date) -> None:
    cutoff = period.cutoff(today)
    assert period.after(cutoff) <= today
    assert period.after(cutoff + timedelta(days=1)) > today


@given(period=periods, today=days, began=days)
def test_comparing_with_the_cut_off_is_adding_the_period(period: Period, today: date, began: date) -> None:
    assert (began <= period.cutoff(today)) == (period.after(began) <= today)


@given(period=periods, today=days, moment=st.datetimes(datetime(1971, 1, 1), datetime(2037, 1, 1)))  # noqa: DTZ001
def test_a_moment_is_judged_by_its_day_in_the_council(period: Period, today: date, moment: datetime) -> None:
    at = moment.replace(tzinfo=UTC)
    assert (at < end_of(period.cutoff(today))) == (period.after(timezone.localdate(at)) <= today)


def test_days_on_which_the_clocks_change_begin_and_end_at_midnight() -> None:
    assert start_of(date(2026, 3, 29)).astimezone(UTC) == datetime(2026, 3, 29, 0, tzinfo=UTC)
    assert end_of(date(2026, 3, 29)).astimezone(UTC) == datetime(2026, 3, 29, 23, tzinfo=UTC)
    assert end_of(date(2026, 10, 25)).astimezone(UTC) == datetime(2026, 10, 26, 0, tzinfo=UTC)


def test_a_period_beyond_the_calendar_is_never_over_and_says_so_without_an_error() -> None:
    assert Period(years=150).after(date(9900, 1, 1)) == date.max
    assert Period(years=150).cutoff(date(100, 1, 1)) == date.min


def test_of_two_periods_the_longer_one_weighs_more() -> None:
    chance = random.Random(7)
    for _ in range(200):
        a = Period(years=chance.randrange(9), months=chance.randrange(12), days=chance.randrange(28))
        b = Period(years=a.years + 1, months=a.months, days=a.days)
        assert b.weight > a.weight


def test_a_period_is_said_in_words() -> None:
    assert Period(years=2).words == "2 years"
    assert Period(years=1, months=6, days=1).words == "1 year, 6 months, 1 day"
