"""What the room counts of itself as metrics."""

from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Sum
from django.utils.translation import gettext as _

from moothall.disclosure.law.happenings import Happening
from moothall.disclosure.models import CaseEvent, Reuse, TimeSpent
from moothall.disclosure.queries import statistics
from moothall.kit.measuring import HUNDREDTH, Period, over_days
from moothall.kit.registries import Measured

YEAR = timedelta(days=364)


@over_days
def answered_in_time(period: Period) -> Measured:
    """Of a hundred requests whose day lies in these days, how many were answered by it."""
    in_time, due = statistics.in_time(period.first, period.last)
    if not due:
        return Measured(None, _("No request had to be answered in these days."))
    return Measured((Decimal(100 * in_time) / due).quantize(HUNDREDTH))


@over_days
def hours_a_case(period: Period) -> Measured:
    """How many hours were written down for a request that was answered in these days."""
    hours = _hours(period.first, period.last)
    if hours is None:
        return Measured(None, _("No request was answered in these days."))
    return Measured(hours.quantize(HUNDREDTH))


@over_days
def hours_saved(period: Period) -> Measured:
    """The requests that the log answered in these days, by the hours of one in the year that ends with them."""
    hours = _hours(period.last - YEAR, period.last)
    if hours is None:
        return Measured(None, _("No request was answered in the year before."))
    return Measured((hours * _reused(period)).quantize(HUNDREDTH))


@over_days
def reused(period: Period) -> Measured:
    """How many requests what was published served to answer in these days."""
    return Measured(Decimal(_reused(period)))


def _reused(period: Period) -> int:
    rows = Reuse.objects.filter(at__gte=period.start, at__lt=period.end)
    return rows.values("case").distinct().count()


def _hours(first: date, last: date) -> Decimal | None:
    """The hours of one request that was answered in these days; None where none was."""
    events = CaseEvent.objects.standing().filter(kind=Happening.ANSWERED, on__range=(first, last)).order_by()
    number = events.values("case").distinct().count()
    if not number:
        return None
    minutes = TimeSpent.objects.filter(case__in=events.values("case")).aggregate(n=Sum("minutes"))["n"] or 0
    return Decimal(minutes) / 60 / number
