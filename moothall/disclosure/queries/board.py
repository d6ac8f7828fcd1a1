"""The board of requests: what is open, how near its day is, with whom it is, and what waits for one."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from moothall.disclosure.law.regimes import Regime
from moothall.disclosure.models import Allocation, Answer, Case, Part
from moothall.kit import clock
from moothall.kit.pages import Slice, keyset
from moothall.people.models import User

SIZE = 50
SOON = 5  # days
OPEN, MINE, LATE, WAITING, CLOSED = "open", "mine", "late", "waiting", "closed"
SHOWN = (OPEN, MINE, LATE, WAITING, CLOSED)


@dataclass(frozen=True)
class Tally:
    """How many cases there are of each sort; asked in one question."""

    open: int
    mine: int
    late: int
    waiting: int
    soon: int
    nobodys: int


@dataclass(frozen=True)
class Ageing:
    """How many open cases are so many days from their day, for the picture of ages."""

    label: str
    count: int
    look: str


def choices() -> list[tuple[str, str]]:
    """What the board can show."""
    return [
        (OPEN, _("Clock running")),
        (MINE, _("Mine")),
        (LATE, _("Late")),
        (WAITING, _("Clock not running")),
        (CLOSED, _("Closed")),
    ]


def tally(user: User) -> Tally:
    """How the open cases stand."""
    today = clock.today()
    found = (
        Case.objects.visible_to(user)
        .open()
        .aggregate(
            open=Count("pk"),
            mine=Count("pk", filter=Q(owner=user)),
            late=Count("pk", filter=Q(due_on__lt=today)),
            waiting=Count("pk", filter=Q(waiting_since__isnull=False)),
            soon=Count("pk", filter=Q(due_on__gte=today, due_on__lte=date.fromordinal(today.toordinal() + SOON))),
            nobodys=Count("pk", filter=Q(owner=None)),
        )
    )
    return Tally(**found)


def page_of(user: User, show: str, after: str | None) -> Slice[Case]:
    """One page of cases, those due first at the front; closed ones newest first. Each has `asked` and `answered`."""
    shown = _shown(user, show).select_related("owner").defer("words")
    rows: QuerySet[Case] = shown.annotate(day=Coalesce("due_on", "received_on"))
    by = {CLOSED: ("-received_on", "-pk"), WAITING: ("received_on", "pk"), MINE: ("day", "pk")}.get(
        show, ("due_on", "pk")
    )
    found = keyset(rows, by=by, after=after, size=SIZE)
    for case in found.rows:
        case.asked = case.answered = 0  # type: ignore[attr-defined]  # for the page
    known = {case.pk: case for case in found.rows}
    answered = Exists(Answer.objects.standing().filter(part=OuterRef("pk")))
    parts = Part.objects.filter(case__in=list(known), dropped_at=None).order_by().values_list("case")
    for pk, asked, done in parts.annotate(n=Count("pk"), done=Count("pk", filter=answered)):
        known[pk].asked, known[pk].answered = asked, done  # type: ignore[attr-defined]
    return found


def ageing(user: User) -> list[Ageing]:
    """Open cases by how near their day is; asks one question."""
    today = clock.today()
    days = Case.objects.visible_to(user).open().values_list("due_on").annotate(n=Count("pk"))
    sums = {"late": 0, "week": 0, "fortnight": 0, "later": 0, "waits": 0}
    for due, n in days:
        left = (due - today).days if due else None
        key = (
            "waits"
            if left is None
            else "late"
            if left < 0
            else "week"
            if left < 7
            else "fortnight"
            if left < 14
            else "later"
        )
        sums[key] += n
    words = {
        "late": _("Late"),
        "week": _("Due within a week"),
        "fortnight": _("Within a fortnight"),
        "later": _("Later"),
        "waits": _("Clock not running"),
    }
    looks = {"late": "b", "week": "c", "fortnight": "a", "later": "d", "waits": "rest"}
    return [Ageing(words[key], sums[key], looks[key]) for key in sums]


def waiting_for(user: User) -> QuerySet[Allocation]:
    """The parts that a person is asked for and that nobody answered, or that were sent back, those due first."""
    rows = Allocation.objects.waiting().to(user)
    return rows.exclude(part__case__about=user).select_related("part", "person", "team").order_by("due_on", "pk")


def _shown(user: User, show: str) -> QuerySet[Case]:
    rows = Case.objects.visible_to(user)
    if show == CLOSED:
        return rows.filter(closed_on__isnull=False)
    rows = rows.open()
    if show == MINE:
        owed = Q(due_on__isnull=False) | Q(regime=Regime.COMPLAINT)  # acknowledged, its outcome is still to come
        return rows.filter(owed, owner=user, waiting_since=None)
    if show == LATE:
        return rows.filter(due_on__lt=clock.today())
    if show == WAITING:
        return rows.filter(due_on__isnull=True)
    return rows.filter(due_on__isnull=False)
