"""The register of risks: what the council lives with, across all the appraisals that a person may read."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from moothall.kit import clock
from moothall.kit.pages import Slice, keyset
from moothall.people.models import User
from moothall.risks.models import (
    Appraisal,
    Band,
    Category,
    Decision,
    Exposure,
    Incident,
    Occurrence,
    Response,
    Stance,
)
from moothall.risks.queries import living
from moothall.risks.standing import Line

PAGE, FEW = 25, 8
BANDS = (Band.SEVERE, Band.HIGH, Band.MODERATE, Band.LOW)
NOBODY = "nobody"


@dataclass(frozen=True)
class Asked:
    """What the register is narrowed to; what is empty narrows nothing."""

    category: str = ""
    stance: str = ""
    band: str = ""  # a letter, or `stale`
    owner: str = ""  # a person's key, or `nobody`
    overdue: bool = False


@dataclass(frozen=True)
class Entry:
    """One exposure of the register."""

    line: Line
    appraisal: Appraisal
    late: list[Response]
    review_due: list[Response]
    came_true: int


@dataclass(frozen=True)
class Tally:
    """How many exposures of one stance there are in each band after mitigation, and how many have none."""

    stance: Stance
    bands: list[tuple[Band, int]]
    stale: int

    @property
    def total(self) -> int:
        """All of them."""
        return self.stale + sum(count for _band, count in self.bands)


@dataclass(frozen=True)
class Due:
    """Something that is late or to be looked at again, with since when."""

    title: str
    url: str
    about: str
    since: date
    who: str


@dataclass(frozen=True)
class Happened:
    """A risk that came true or nearly did; the report itself is linked for those who may read it."""

    occurrence: Occurrence
    report_url: str


def register(user: User, asked: Asked) -> QuerySet[Exposure]:
    """The exposures of chosen options that this person may read and asked for."""
    found = living.exposures(user)
    if asked.category in Category.values:
        found = found.filter(risk__category=asked.category)
    if asked.stance in Stance.values:
        found = found.filter(risk__stance=asked.stance)
    if asked.band in (*Band.values, living.STALE):
        found = found.filter(Q(band=asked.band))
    if asked.owner == NOBODY:
        found = found.filter(risk__owner=None)
    elif asked.owner.isascii() and asked.owner.isdecimal() and len(asked.owner) < 19:
        found = found.filter(risk__owner=int(asked.owner))
    if asked.overdue:
        found = found.filter(living.has_overdue())
    return found


def page_of(user: User, asked: Asked, after: str | None) -> Slice[Exposure]:
    """One page of the register, what is stale or worst first."""
    return keyset(living.whole(register(user, asked)), by=("place", "pk"), after=after, size=PAGE)


def entries(rows: list[Exposure]) -> list[Entry]:
    """These exposures as the page shows them."""
    true = living.came_true(rows)
    return [
        Entry(
            line=line,
            appraisal=line.risk.round.appraisal,
            late=[each for each in line.responses if each.is_overdue],
            review_due=[each for each in line.responses if each.is_toleration and each.review_is_due],
            came_true=true[line.exposure.pk],
        )
        for line in living.lines(rows)
    ]


def tallies(user: User) -> list[Tally]:
    """What is lived with, counted by stance and by band after mitigation."""
    rows = living.exposures(user).order_by().values("risk__stance", found=F("band")).annotate(n=Count("pk"))
    counts = {(row["risk__stance"], row["found"]): row["n"] for row in rows}
    return [
        Tally(stance, [(band, counts.get((stance, band), 0)) for band in BANDS], counts.get((stance, living.STALE), 0))
        for stance in Stance
    ]


def owners(user: User) -> list[tuple[str, str]]:
    """Who owns a risk that is lived with, for narrowing the register."""
    people = User.objects.filter(risks_owned__exposures__in=living.exposures(user).values("pk"))
    rows = people.order_by("name").values_list("pk", "name").distinct()[:200]
    return [(str(pk), name) for pk, name in rows]


def late_steps(user: User, *, most: int = FEW) -> list[Due]:
    """Steps of what is lived with that are overdue, longest first."""
    rows = living.overdue(living.steps(user)).select_related("round__appraisal", "actionee")
    return [_due(row, row.due_on) for row in rows.order_by("due_on", "pk")[:most]]


def borne(user: User, *, most: int = FEW) -> list[Due]:
    """Tolerations that are to be looked at again by now."""
    rows = living.borne_too_long(living.steps(user)).select_related("round__appraisal", "approver")
    return [_due(row, row.review_on) for row in rows.order_by("review_on", "pk")[:most]]


def decisions_due(user: User, *, most: int = FEW) -> list[Due]:
    """Decisions whose day to be looked at again has come."""
    rows = living.with_review_day(living.in_force()).filter(
        Q(again_on__lte=clock.today()), round__appraisal__in=Appraisal.objects.visible_to(user)
    )
    found = rows.select_related("round__appraisal__owner", "option").order_by(F("again_on").asc(), "pk")[:most]
    return [_of_decision(row) for row in found]


def happened(user: User, *, most: int = FEW) -> list[Happened]:
    """Risks that came true, newest report first."""
    rows = living.occurrences(user).select_related("incident", "risk__round__appraisal")
    found = list(rows.order_by("-incident__happened_on", "-pk")[:most])
    mine = set(
        Incident.objects.visible_to(user).filter(pk__in=[row.incident_id for row in found]).values_list("pk", flat=True)
    )
    return [Happened(row, row.incident.get_absolute_url() if row.incident_id in mine else "") for row in found]


def choices_of_band() -> list[tuple[str, str]]:
    """The bands that one can narrow to."""
    return [*((band.value, str(band.label)) for band in BANDS), (living.STALE, _("stale: to be classified again"))]


def _due(row: Response, since: date | None) -> Due:
    who = row.approver if row.is_toleration else row.actionee
    return Due(
        title=row.step,
        url=row.get_absolute_url(),
        about=row.round.appraisal.question,
        since=since or clock.today(),
        who=who.name if who else "",
    )


def _of_decision(row: Decision) -> Due:
    owner = row.round.appraisal.owner
    since: date = getattr(row, "again_on", row.review_on)
    return Due(
        title=row.round.appraisal.question,
        url=reverse("risks:review", args=[row.round.appraisal_id]),
        about=row.option.name,
        since=since,
        who=owner.name if owner else "",
    )
