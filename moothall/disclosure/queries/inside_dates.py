"""The dates that the council sets itself inside the time of a request, and the cases that are behind them."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, QuerySet

from moothall.disclosure.models import Case, Part
from moothall.disclosure.queries import deadlines
from moothall.disclosure.queries.deadlines import Footing
from moothall.kit import clock


@dataclass(frozen=True)
class InsideDates:
    """By when every part of a case is asked for, by when it is answered, and from when it is late inside."""

    asked: date
    answered: date
    late: date


def inside_dates(case: Case, on: Footing | None = None) -> InsideDates:
    """The inside dates of a case, counted like its deadline and always before it; `on` saves asking for the footing."""
    on = on or deadlines.footing()
    found = deadlines.deadline_of(case, on)
    return InsideDates(*(found.inside(day) for day in on.terms.days_inside))


def behind() -> QuerySet[Case]:
    """Open cases whose clock runs and that wait for a part; `unasked` says whether one is asked of nobody."""
    parts = Part.objects.filter(case=OuterRef("pk"))
    rows = Case.objects.open().filter(Exists(parts.waiting()), waiting_since=None, due_on__gte=clock.today())
    return rows.annotate(unasked=Exists(parts.unasked())).select_related("owner").order_by("due_on", "pk")
