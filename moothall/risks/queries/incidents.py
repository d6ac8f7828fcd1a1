"""Incidents and near misses as each person may read them, and the clock of a breach."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from moothall.kit import clock
from moothall.kit.pages import Slice, keyset
from moothall.people.models import User
from moothall.risks.models import Appraisal, Breach, Decision, Incident, IncidentKind, Occurrence, Risk, Round, Stance

PAGE = 30
ALL, OPEN, CLOSED, BREACHES = "all", "open", "closed", "breaches"
SHOWN = (OPEN, BREACHES, CLOSED, ALL)


@dataclass(frozen=True)
class Ticking:
    """The clock of one breach: what is left of its 72 hours, counted through nights and weekends."""

    breach: Breach
    left: timedelta  # below zero once they are over

    @property
    def is_over(self) -> bool:
        """Whether the 72 hours are over."""
        return self.left < timedelta(0)

    @property
    def hours(self) -> int:
        """Whole hours that are left, or by which it is over."""
        return int(abs(self.left).total_seconds() // 3600)

    @property
    def minutes(self) -> int:
        """Minutes beside the hours."""
        return int(abs(self.left).total_seconds() % 3600 // 60)


def ticking(breach: Breach, now: datetime | None = None) -> Ticking | None:
    """The clock as it stands; None once it no longer runs."""
    return Ticking(breach, breach.due_at - (now or clock.now())) if breach.is_running else None


def listed(user: User, show: str) -> QuerySet[Incident]:
    """The reports this person may read, narrowed to what they asked for."""
    rows = Incident.objects.visible_to(user)
    if show == OPEN:
        return rows.filter(closed_at=None)
    if show == CLOSED:
        return rows.exclude(closed_at=None)
    return rows.filter(breach__isnull=False) if show == BREACHES else rows


def page_of(user: User, show: str, after: str | None) -> Slice[Incident]:
    """One page of them, newest first."""
    rows = listed(user, show).select_related("reported_by", "breach")
    rows = rows.annotate(is_linked=Exists(Occurrence.objects.filter(incident=OuterRef("pk"))))
    return keyset(rows, by=("-reported_at", "-pk"), after=after, size=PAGE)


def running(user: User) -> list[Ticking]:
    """The clocks that run, of reports this person may read, the most urgent first."""
    rows = Breach.objects.filter(Q(notify=None) | Q(notify=True), notified_at=None)
    rows = rows.filter(incident__in=Incident.objects.visible_to(user)).select_related("incident")
    now = clock.now()
    return [Ticking(row, row.due_at - now) for row in rows.order_by("aware_at", "pk")[:PAGE]]


def risks_to_link(user: User) -> QuerySet[Risk]:
    """The risks of appraisals that this person may read: of the round decided last, or else of the one that is open."""
    decided = Decision.objects.filter(round=OuterRef("pk"))
    later = Round.objects.filter(appraisal=OuterRef("appraisal"), number__gt=OuterRef("number"))
    later_decided = later.filter(decision__isnull=False)
    stands = Round.objects.filter(Q(Exists(decided)) & ~Q(Exists(later_decided)) | Q(number=1) & ~Q(Exists(decided)))
    rows = Risk.objects.filter(round__in=stands, round__appraisal__in=Appraisal.objects.visible_to(user))
    return rows.select_related("round__appraisal").order_by("round__appraisal__question", "stance", "number")


def occurrences_of(incident: Incident) -> list[Occurrence]:
    """Which risks it realises."""
    rows = Occurrence.objects.filter(incident=incident).select_related("risk__round__appraisal", "linked_by")
    return list(rows.order_by("pk"))


@dataclass(frozen=True)
class Occurred:
    """That a risk of an appraisal came true, or nearly: the risk and the day, and nothing of the report itself."""

    risk_pk: int
    ref: str
    name: str
    incident_pk: int
    happened_on: date
    nearly: bool

    @property
    def thing(self) -> str:
        """The risk as other rooms name it, such as `risk:11`."""
        return f"risk:{self.risk_pk}"


def occurred_in(appraisals: Iterable[int]) -> Mapping[int, tuple[Occurred, ...]]:
    """Which risks of these appraisals came true or nearly did, in any of their rounds, newest first: one question.

    Only appraisals in which something occurred are in it. Which of them a reader may know of is for whoever asks.
    """
    asked = sorted(set(appraisals))
    if not asked:
        return {}
    rows = Occurrence.objects.filter(risk__round__appraisal__in=asked).order_by("-incident__happened_on", "-pk")
    wanted = ("risk__round__appraisal", "risk", "risk__stance", "risk__number", "risk__name")
    found: dict[int, list[Occurred]] = {}
    for appraisal, pk, stance, number, name, incident, day, kind in rows.values_list(
        *wanted, "incident", "incident__happened_on", "incident__kind"
    ):
        ref = f"{'D' if stance == Stance.DOING else 'N'}{number}"
        nearly = kind == IncidentKind.NEAR_MISS
        found.setdefault(appraisal, []).append(Occurred(pk, ref, name, incident, day, nearly))
    return {appraisal: tuple(each) for appraisal, each in found.items()}
