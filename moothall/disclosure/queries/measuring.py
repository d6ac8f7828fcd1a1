"""What the room counts of itself as metrics."""

from decimal import Decimal

from django.db.models import Sum
from django.utils.translation import gettext as _

from moothall.disclosure.law.happenings import Happening
from moothall.disclosure.models import CaseEvent, Reuse, TimeSpent
from moothall.disclosure.queries import statistics
from moothall.kit.measuring import HUNDREDTH, Period, over_days
from moothall.kit.registries import Measured


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
    events = CaseEvent.objects.standing().filter(kind=Happening.ANSWERED, on__range=(period.first, period.last))
    cases = set(events.values_list("case", flat=True))
    if not cases:
        return Measured(None, _("No request was answered in these days."))
    answered = events.order_by().values("case")
    minutes = TimeSpent.objects.filter(case__in=answered).aggregate(n=Sum("minutes"))["n"] or 0
    return Measured((Decimal(minutes) / 60 / len(cases)).quantize(HUNDREDTH))


@over_days
def reused(period: Period) -> Measured:
    """How many requests what was published served to answer in these days."""
    rows = Reuse.objects.filter(at__gte=period.start, at__lt=period.end)
    return Measured(Decimal(rows.values("case").distinct().count()))
