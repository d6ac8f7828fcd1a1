"""Counting working days and months forwards, skipping what the law skips."""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import Enum

from moothall.disclosure.law.regimes import SCHOOL_CAP
from moothall.kit.workdays import ONE_DAY, SATURDAY, Calendar

Pauses = tuple[tuple[date, date], ...]


class Skip(Enum):
    """Why a day does not count."""

    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    PAUSED = "paused"
    SCHOOL = "school"


@dataclass(frozen=True)
class Count:
    """Days counted on a calendar; `pauses` are first and last days that do not count, both included."""

    calendar: Calendar
    pauses: Pauses = ()
    school_closed: frozenset[date] = frozenset()

    def days_after(self, start: date) -> Iterator[tuple[date, Skip | None]]:
        """Every day after a start, which itself never counts, and why it is skipped, or None where it counts."""
        day = start
        while True:
            day += ONE_DAY
            yield day, self.skip(day)

    def skip(self, day: date) -> Skip | None:
        """Why this day does not count, or None."""
        if day.weekday() >= SATURDAY:
            return Skip.WEEKEND
        if self.calendar.bank_holiday(day):
            return Skip.HOLIDAY
        if any(first <= day <= last for first, last in self.pauses):
            return Skip.PAUSED
        return Skip.SCHOOL if day in self.school_closed else None

    def nth(self, start: date, wanted: int) -> date:
        """The day on which the count ends: day `wanted`, or for a school its sixtieth working day if that is sooner."""
        if self.school_closed:
            return self._nth_school_day(start, wanted)
        end, uncounted = self.calendar.after(start, wanted), start + ONE_DAY
        for first, last in self.pauses:
            if first > end:
                break
            begin = max(first, uncounted)
            if left_out := self.calendar.between(begin - ONE_DAY, last):
                end = self.calendar.after(end, left_out)
            uncounted = max(uncounted, last + ONE_DAY)
        return end

    def _nth_school_day(self, start: date, wanted: int) -> date:
        counted = working = 0
        for day, skip in self.days_after(start):
            counted += skip is None
            working += skip in (None, Skip.SCHOOL)
            if counted == wanted or working == SCHOOL_CAP:
                return day
        raise AssertionError("there is always a further day")


def corresponding(day: date, months: int) -> date:
    """The same date some months later, or the last day of a month that has no such date (ICO; Reg 1182/71 art 3)."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def last_of_months_beginning_with(day: date, months: int) -> date:
    """The last day of a period of months that begins with a day and includes it (as FOIA s.9(2) has it)."""
    end = corresponding(day, months)
    return end - ONE_DAY if end.day == day.day else end
