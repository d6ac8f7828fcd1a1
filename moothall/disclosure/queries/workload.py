"""Who has how much: open cases by who answers for them, and parts that wait by who is asked and by service."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from moothall.disclosure.models import Allocation, Case
from moothall.disclosure.queries import deadlines
from moothall.kit import clock
from moothall.people.models import User

MOST = 200  # lines of each table, those with most that is late first


@dataclass(frozen=True)
class Load:
    """What one person, team or service has: how many are open, how many due soon, how many late."""

    name: str
    team: str
    open: int
    soon: int
    late: int


@dataclass(frozen=True)
class Workload:
    """Who has how much, and until which day a thing is due soon: as many working days as the first inside date has."""

    owners: Sequence[Load]
    asked: Sequence[Load]
    services: Sequence[Load]
    until: date


def workload(user: User) -> Workload:
    """Of the cases that this person sees, by owner, by who is asked, and by service; asks one question for each."""
    held = deadlines.terms()
    until = deadlines.calendars(held).uk.after(clock.today(), held.days_inside[0])
    cases = Case.objects.visible_to(user).open()
    parts = Allocation.objects.waiting().filter(part__case__in=cases.values("pk"))
    runs = Q(part__case__waiting_since=None)
    service = Coalesce("team", "person__team"), Coalesce("team__name", "person__team__name")
    asked = Coalesce("person__name", "team__name")
    return Workload(
        owners=_loads(cases.annotate(who=F("owner"), name=F("owner__name"), beside=F("owner__team__name")), Q(), until),
        asked=_loads(parts.annotate(who=F("person"), name=asked, beside=service[1]), runs, until),
        services=_loads(parts.annotate(who=service[0], name=service[1], beside=service[1]), runs, until),
        until=until,
    )


def _loads(rows: "QuerySet[Any, Any]", runs: Q, until: date) -> list[Load]:
    """Rows by `who` with their `name` and the team `beside` it; late and due soon is only what `runs`."""
    today = clock.today()
    counted = (
        rows.order_by()
        .values("who", "name", "beside")
        .annotate(
            open=Count("pk"),
            soon=Count("pk", filter=runs & Q(due_on__range=(today, until))),
            late=Count("pk", filter=runs & Q(due_on__lt=today)),
        )
    )
    found = counted.order_by("-late", "-soon", "-open", "name", "who")[:MOST]
    return [
        Load(row["name"] or _("Nobody"), row["beside"] or "", row["open"], row["soon"], row["late"]) for row in found
    ]
