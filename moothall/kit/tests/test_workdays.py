"""Working days."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from moothall.kit import workdays

DATES = st.dates(min_value=date(2019, 1, 1), max_value=date(2028, 12, 31))


def test_weekends_and_holidays_anywhere_in_the_kingdom_do_not_count() -> None:
    assert not workdays.is_working_day(date(2026, 3, 14))  # a Saturday
    assert not workdays.is_working_day(date(2026, 3, 17))  # St Patrick's Day, in Northern Ireland
    assert not workdays.is_working_day(date(2026, 1, 2))  # the second of January, in Scotland
    assert not workdays.is_working_day(date(2026, 4, 3))  # Good Friday
    assert workdays.is_working_day(date(2026, 3, 18))


def test_ten_working_days_over_easter() -> None:
    # From Thursday 26 March 2026; 3 April is Good Friday and 6 April Easter Monday.
    assert workdays.after(date(2026, 3, 26), 10) == date(2026, 4, 13)


def test_the_day_itself_does_not_count() -> None:
    assert workdays.after(date(2026, 3, 2), 1) == date(2026, 3, 3)
    with pytest.raises(ValueError, match="at least one"):
        workdays.after(date(2026, 3, 2), 0)


@settings(deadline=None)  # the first call reads the calendars
@given(day=DATES, count=st.integers(min_value=1, max_value=80))
def test_counting_forwards_and_between_agree(day: date, count: int) -> None:
    last = workdays.after(day, count)
    assert workdays.is_working_day(last)
    assert workdays.between(day, last) == count
    assert workdays.between(day, last - timedelta(days=1)) == count - 1


@settings(deadline=None)
@given(day=DATES, length=st.integers(min_value=-400, max_value=1200))
def test_counting_between_agrees_with_looking_at_each_day(day: date, length: int) -> None:
    each = [day + timedelta(days=number) for number in range(1, length + 1)]
    assert workdays.between(day, day + timedelta(days=length)) == sum(map(workdays.is_working_day, each))


def test_a_calendar_of_one_part_knows_only_its_own_holidays() -> None:
    scotland = workdays.Calendar(("SCT",))
    assert not scotland.is_working_day(date(2026, 11, 30)) and scotland.is_working_day(date(2026, 3, 17))
    assert scotland.on_or_after(date(2026, 11, 28)) == date(2026, 12, 1)


def test_a_proclaimed_day_and_a_struck_one_put_the_list_right() -> None:
    amended = workdays.Calendar(
        ("ENG",), {("ENG", date(2026, 9, 16)): "A feast"}, frozenset({("ENG", date(2026, 8, 31))})
    )
    assert not amended.is_working_day(date(2026, 9, 16)) and amended.is_working_day(date(2026, 8, 31))
    assert workdays.is_working_day(date(2026, 9, 16)) and not workdays.is_working_day(date(2026, 8, 31))
