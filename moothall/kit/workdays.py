"""Working days: not a weekend, nor a bank holiday in any part of the United Kingdom.

That is how the Freedom of Information Act 2000 counts them (s.10(6)); the hall counts its own promises the same way.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache

import holidays

PARTS = ("ENG", "WLS", "SCT", "NIR")
SATURDAY = 5


@lru_cache(maxsize=64)
def bank_holidays(year: int) -> frozenset[date]:
    """Every bank holiday of a year in any part of the United Kingdom."""
    return frozenset(day for part in PARTS for day in holidays.country_holidays("GB", subdiv=part, years=year))


def is_working_day(day: date) -> bool:
    """Whether the day counts."""
    return day.weekday() < SATURDAY and day not in bank_holidays(day.year)


def after(day: date, count: int) -> date:
    """The date of the `count`-th working day after a day, which itself does not count; raises ValueError below one."""
    if count < 1:
        raise ValueError("Count at least one working day.")
    for number, found in enumerate(_following(day), start=1):
        if number == count:
            return found
    raise AssertionError("there is always a further day")


def between(day: date, last: date) -> int:
    """How many working days lie after a day and up to the last one."""
    return sum(1 for number in range(1, (last - day).days + 1) if is_working_day(day + timedelta(days=number)))


def _following(day: date) -> Iterator[date]:
    while True:
        day += timedelta(days=1)
        if is_working_day(day):
            yield day
