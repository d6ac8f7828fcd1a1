"""Working days: not a weekend, nor a bank holiday in any part of the United Kingdom.

That is how the Freedom of Information Act 2000 counts them (s.10(6)); the hall counts its own promises the same way.
A `Calendar` counts for other parts, and with days proclaimed or struck out since the list of holidays was made.
"""

from bisect import bisect_right
from calendar import isleap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from importlib.metadata import version
from types import MappingProxyType

import holidays

PARTS = ("ENG", "WLS", "SCT", "NIR")
LIST_VERSION = version("holidays")
SATURDAY = 5
ONE_DAY = timedelta(days=1)
NAMED_IN_THE_ACT = frozenset({"Christmas Day", "Good Friday"})  # FOIA s.10(6): no working days, bank holiday or not


@dataclass(frozen=True)
class BankHoliday:
    """A bank holiday by its name, and the parts of the United Kingdom that keep it."""

    name: str
    parts: tuple[str, ...]


@lru_cache(maxsize=512)
def known(part: str, year: int) -> Mapping[date, str]:
    """The bank holidays of one part in a year, as the list of holidays has them: day and name."""
    return MappingProxyType(dict(holidays.country_holidays("GB", subdiv=part, years=year)))


@dataclass(frozen=True)
class Calendar:
    """The working days of some parts of the United Kingdom: a bank holiday in any one of them does not count.

    `proclaimed` and `struck` put the list of holidays right, part by part; a day named in the Act cannot be struck out.
    """

    parts: tuple[str, ...] = PARTS
    proclaimed: Mapping[tuple[str, date], str] = field(default_factory=dict)
    struck: frozenset[tuple[str, date]] = frozenset()
    named_in_the_act: frozenset[str] = NAMED_IN_THE_ACT
    _years: dict[int, Mapping[date, BankHoliday]] = field(default_factory=dict, init=False, repr=False, compare=False)
    _working: dict[int, Sequence[date]] = field(default_factory=dict, init=False, repr=False, compare=False)

    def bank_holidays(self, year: int) -> Mapping[date, BankHoliday]:
        """Every bank holiday of a year in any of the parts."""
        if year not in self._years:
            self._years[year] = self._read(year)
        return self._years[year]

    def bank_holiday(self, day: date) -> BankHoliday | None:
        """The bank holiday that this day is, or None."""
        return self.bank_holidays(day.year).get(day)

    def is_working_day(self, day: date) -> bool:
        """Whether the day counts."""
        return day.weekday() < SATURDAY and day not in self.bank_holidays(day.year)

    def on_or_after(self, day: date) -> date:
        """The day itself where it is a working day, or else the next one."""
        return day if self.is_working_day(day) else self.after(day, 1)

    def after(self, day: date, count: int) -> date:
        """The `count`-th working day after a day, which itself does not count; raises ValueError below one."""
        if count < 1:
            raise ValueError("Count at least one working day.")
        year, days = day.year, self._working_days(day.year)
        place = bisect_right(days, day) + count - 1
        while place >= len(days):
            place -= len(days)
            year += 1
            days = self._working_days(year)
        return days[place]

    def between(self, day: date, last: date) -> int:
        """How many working days lie after a day and up to the last one."""
        if last <= day:
            return 0
        years = range(day.year, last.year + 1)
        whole = sum(len(self._working_days(year)) for year in years[:-1])
        end = bisect_right(self._working_days(last.year), last)
        return whole + end - bisect_right(self._working_days(day.year), day)

    def _working_days(self, year: int) -> Sequence[date]:
        if year not in self._working:
            length = 366 if isleap(year) else 365
            days = (date(year, 1, 1) + timedelta(days=number) for number in range(length))
            self._working[year] = tuple(day for day in days if self.is_working_day(day))
        return self._working[year]

    def _read(self, year: int) -> Mapping[date, BankHoliday]:
        found: dict[date, BankHoliday] = {}
        for part in self.parts:
            days = {day: name for day, name in known(part, year).items() if self._stands(part, day, name)}
            days |= {day: name for (of, day), name in self.proclaimed.items() if of == part and day.year == year}
            for day, name in days.items():
                other = found.get(day)
                found[day] = BankHoliday(other.name, (*other.parts, part)) if other else BankHoliday(name, (part,))
        return MappingProxyType(found)

    def _stands(self, part: str, day: date, name: str) -> bool:
        return (part, day) not in self.struck or name in self.named_in_the_act


UK = Calendar()


def bank_holidays(year: int) -> frozenset[date]:
    """Every bank holiday of a year in any part of the United Kingdom."""
    return frozenset(UK.bank_holidays(year))


def is_working_day(day: date) -> bool:
    """Whether the day counts anywhere in the United Kingdom."""
    return UK.is_working_day(day)


def after(day: date, count: int) -> date:
    """The date of the `count`-th working day after a day, which itself does not count; raises ValueError below one."""
    return UK.after(day, count)


def between(day: date, last: date) -> int:
    """How many working days lie after a day and up to the last one."""
    return UK.between(day, last)
