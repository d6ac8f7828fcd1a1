"""Who reviews what, who has not been here for long, which guests nobody answers for, and who opens unusually much."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median

from django.conf import settings
from django.db.models import F, Max, QuerySet
from django.db.models.functions import Coalesce

from moothall.kit import clock
from moothall.people.models import Kind, User
from moothall.records.access import Access, Place, reviewables, split
from moothall.records.models import AccessDecision, AccessReview, Tally

USUAL_DAYS = 28
LEAST = {"pages": 400, "files": 100}  # what nobody needs to be asked about
TIMES = 5  # as often as their own usual day, and everybody's


@dataclass(frozen=True)
class Line:
    """One person in a review, with what was decided, if anything."""

    access: Access
    decision: AccessDecision | None


@dataclass(frozen=True)
class Unusual:
    """A day on which somebody opened far more than they and others usually do."""

    user: User
    day: date
    pages: int
    files: int
    usual_pages: float
    usual_files: float


def waiting(user: User) -> list[tuple[AccessReview, Place]]:
    """Open reviews of places that this person looks after, the longest due first."""
    return [(review, place) for review, place in _with_places(AccessReview.objects.waiting()) if _mine(user, place)]


def all_waiting() -> list[tuple[AccessReview, Place]]:
    """Every open review, for those who see that reviews are done; names of places are for their own people."""
    return list(_with_places(AccessReview.objects.waiting()))


def _mine(user: User, place: Place) -> bool:
    return user.pk in place.reviewers


def _with_places(reviews: QuerySet[AccessReview]) -> Iterable[tuple[AccessReview, Place]]:
    rows = list(reviews.order_by("due_on", "pk")[:2000])
    found: dict[str, Place] = {}
    for reviewable in reviewables:
        refs = [int(row.container.partition(":")[2]) for row in rows if row.container.startswith(f"{reviewable.key}:")]
        if refs:
            found |= {place.container: place for place in reviewable.places(refs)}
    return [(row, found[row.container]) for row in rows if row.container in found]


def lines(review: AccessReview) -> list[Line]:
    """Who has access now, and what this review has decided of them."""
    found = split(review.container)
    if found is None:
        return []
    reviewable, ref = found
    decided = {row.user_id: row for row in review.decisions.select_related("by")}
    return [Line(access, decided.get(access.user.pk)) for access in reviewable.entries(ref)]


def last_reviews() -> dict[str, datetime]:
    """When the access to each container was last reviewed to the end."""
    rows = AccessReview.objects.filter(closed_at__isnull=False).values_list("container")
    return dict(rows.annotate(last=Max("closed_at")).order_by())


def dormant() -> QuerySet[User]:
    """People who may sign in and have not for long (MOOTHALL_DORMANT_DAYS), the longest away first."""
    since = clock.now() - timedelta(days=settings.MOOTHALL_DORMANT_DAYS)
    seen = Coalesce(F("last_login"), F("joined_at"))
    return (
        User.objects.active().annotate(seen=seen).filter(seen__lt=since).select_related("team").order_by("seen", "pk")
    )


def unsponsored() -> list[User]:
    """Guests who may sign in and for whom nobody in the council answers any more."""
    answered: defaultdict[int, list[int]] = defaultdict(list)
    for reviewable in reviewables:
        for guest, sponsors in reviewable.sponsors().items():
            answered[guest] += sponsors
    guests = User.objects.active().filter(kind=Kind.GUEST).order_by("name", "pk")
    return [guest for guest in guests if not answered.get(guest.pk)]


def unusual() -> list[Unusual]:
    """Days of the last week on which somebody opened far more than is usual for them and for others."""
    today = clock.today()
    rows = list(
        Tally.objects.filter(day__gt=today - timedelta(days=USUAL_DAYS)).select_related("user").order_by("-day")
    )
    by_user: defaultdict[int, list[Tally]] = defaultdict(list)
    for row in rows:
        by_user[row.user_id].append(row)
    everyone = _usual(rows)
    found = []
    for row in rows:
        if row.day <= today - timedelta(days=7):
            continue
        own = _usual([other for other in by_user[row.user_id] if other.pk != row.pk])
        if any(_too_many(row, what, own, everyone) for what in LEAST):
            found.append(Unusual(row.user, row.day, row.pages, row.files, own["pages"], own["files"]))
    return found


def _too_many(row: Tally, what: str, own: dict[str, float], everyone: dict[str, float]) -> bool:
    return bool(getattr(row, what) > max(LEAST[what], TIMES * own[what], TIMES * everyone[what]))


def _usual(rows: Sequence[Tally]) -> dict[str, float]:
    return {what: median([getattr(row, what) for row in rows]) if rows else 0.0 for what in LEAST}
