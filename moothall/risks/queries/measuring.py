"""How well what the council decided is kept up: risks that are judged afresh, steps that are done."""

from decimal import Decimal

from django.db.models import Count, F, Q
from django.utils.translation import gettext as _

from moothall.kit import clock
from moothall.kit.measuring import Period, as_it_stands, over_days, share
from moothall.kit.registries import Measured
from moothall.risks.models import ResponseKind
from moothall.risks.queries import living


@as_it_stands
def classified() -> Measured:
    """Of the risks that the chosen options face: how many are classified by what is done about them now, in 100."""
    counted = living.exposures().aggregate(all=Count("pk"), fresh=Count("pk", filter=~Q(band=living.STALE)))
    return share(counted["fresh"], counted["all"], why_none=_("Nothing has been decided that faces a risk."))


@as_it_stands
def steps_overdue() -> Measured:
    """Steps of what was decided whose day went by before they were in place."""
    steps = living.steps().exclude(kind=ResponseKind.TOLERATE)
    if not steps.exists():
        return Measured(None, _("Nothing has been decided that takes a step."))
    return Measured(Decimal(living.overdue(steps).count()))


@over_days
def steps_in_time(period: Period) -> Measured:
    """Of the steps of what was decided that were due in these days: how many were in place by their day, in 100."""
    due = living.steps().exclude(kind=ResponseKind.TOLERATE).filter(due_on__gte=period.first, due_on__lte=period.last)
    known = due.filter(Q(in_place_on__isnull=False) | Q(due_on__lt=clock.today()))
    counted = known.aggregate(all=Count("pk"), timely=Count("pk", filter=Q(in_place_on__lte=F("due_on"))))
    return share(counted["timely"], counted["all"], why_none=_("No step was due in these days."))
