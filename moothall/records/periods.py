"""How long is two years: periods added to a day by the corresponding date, and the day from which all is due.

Years and months go to the corresponding date, and to the last day of a month that has none (29 February, 31 April);
then days are added. A thing is due when the council's calendar has reached the day that the period leads to. For a
question to the database the same is said the other way round: due is what happened on the cut-off day or before.
"""

import calendar
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

YEAR = 12
DAY = timedelta(days=1)


@dataclass(frozen=True, order=True)
class Period:
    """A length of time as a schedule says it."""

    years: int = 0
    months: int = 0
    days: int = 0

    def after(self, day: date) -> date:
        """The day on which the period that began on `day` is over; date.max where the calendar ends before it."""
        try:
            return _add_months(day, self.total_months) + timedelta(days=self.days)
        except OverflowError:
            return date.max

    def cutoff(self, today: date) -> date:
        """The last day from which the period is over `today`; date.min where there is none."""
        try:
            reached = today - timedelta(days=self.days)
            begun = _add_months(reached, -self.total_months)
        except OverflowError:
            return date.min
        # From a longer month several days lead to the last day of a shorter one: the last of them counts.
        return _month_end(begun) if reached == _month_end(reached) else begun

    @property
    def total_months(self) -> int:
        """Years and months in months."""
        return self.years * YEAR + self.months

    @property
    def weight(self) -> tuple[int, int]:
        """By which of two periods is the longer one: months first, then days."""
        months, days = self.total_months, self.days
        return months * 30 + days, months

    @property
    def words(self) -> str:
        """`2 years, 6 months`."""
        parts = (
            (self.years, ngettext("{n} year", "{n} years", self.years)),
            (self.months, ngettext("{n} month", "{n} months", self.months)),
            (self.days, ngettext("{n} day", "{n} days", self.days)),
        )
        return ", ".join(words.format(n=number) for number, words in parts if number) or _("no time")


def end_of(day: date) -> datetime:
    """The moment, in the council's time zone, at which a day is over; what lies before it was on that day or before."""
    if day == date.max:
        return timezone.make_aware(datetime.combine(day, time.min))
    return timezone.make_aware(datetime.combine(day + DAY, time.min))


def start_of(day: date) -> datetime:
    """The moment, in the council's time zone, at which a day begins."""
    return timezone.make_aware(datetime.combine(day, time.min))


def _add_months(day: date, months: int) -> date:
    year, month = divmod(day.year * YEAR + day.month - 1 + months, YEAR)
    if not date.min.year <= year <= date.max.year:
        raise OverflowError
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _month_end(day: date) -> date:
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])
