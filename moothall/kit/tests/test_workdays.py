"""Working days."""

import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from moothall.kit import workdays

DATES = st.dates(min_value=date(2019, 1, 1), max_value=date(2028, 12, 31))
TABLE = Path(__file__).parents[4] / "shared/data/uk_bank_holidays_2019_2028.json"


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


@pytest.mark.skipif(not TABLE.exists(), reason="the table of bank holidays is not beside this checkout")
def test_the_library_knows_every_holiday_of_the_table() -> None:
    known = {date.fromisoformat(day) for day in json.loads(TABLE.read_text(encoding="utf-8"))}
    ours = {day for year in range(2019, 2029) for day in workdays.bank_holidays(year)}
    assert known == {day for day in ours if day.weekday() < workdays.SATURDAY}  # the others have substitutes
