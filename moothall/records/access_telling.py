"""What people may be told of access reviews."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from moothall.notices.kinds import Told
from moothall.people.models import User
from moothall.records.models import AccessReview
from moothall.records.queries import access as queries


def due(user: User, reviews: Sequence[int]) -> Mapping[int, Told]:
    """Reviews that this person is to make."""
    return _told(user, reviews, _("Say who shall go on to have access"))


def overdue(user: User, reviews: Sequence[int]) -> Mapping[int, Told]:
    """Reviews that this person should have finished."""
    return _told(user, reviews, _("This review should be finished by now"))


def _told(user: User, reviews: Sequence[int], line: str) -> Mapping[int, Told]:
    wanted = set(reviews)
    return {
        review.pk: Told(title=place.name, url=review.get_absolute_url(), line=line, place=place.name, closed=True)
        for review, place in queries.waiting(user)
        if review.pk in wanted
    }


def own(person: object) -> list[dict[str, object]]:
    """What a person decided about access, for the copy of their data."""
    rows = AccessReview.objects.filter(decisions__by=getattr(person, "pk", None)).distinct().order_by("pk")
    return [{"what": "access review", "of": row.container, "opened_at": row.opened_at} for row in rows]
