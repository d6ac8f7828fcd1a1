"""Who is told that a hold is to be looked at again."""

from collections.abc import Mapping, Sequence
from typing import cast

from django.utils.translation import gettext as _

from moothall import notices
from moothall.kit.registries import Person
from moothall.notices.kinds import Told
from moothall.people import grants
from moothall.people.models import User
from moothall.records import keepers
from moothall.records.models import Hold, HoldReview

REVIEW = "hold_review"  # the thing that the notice is about
REVIEW_DUE = "records.hold_review"


def due(review: HoldReview) -> int:
    """Tell the owner, or who keeps the records where the owner left; whoever was told of this review is not again."""
    owner = review.hold.owner
    people = [owner.pk] if owner and owner.is_active else keepers.told()
    return notices.tell(REVIEW_DUE, people=people, subject=review.pk, place=grants.PUBLIC, by=None)


def load(user: User, reviews: Sequence[int]) -> Mapping[int, Told]:
    """What this person may be told of reviews that are to come."""
    mine = Hold.objects.visible_to(user).in_force()
    rows = HoldReview.objects.filter(pk__in=reviews, reviewed_at__isnull=True, hold__in=mine).select_related("hold")
    return {
        review.pk: Told(
            title=str(review.hold),
            url=review.hold.get_absolute_url(),
            line=_("A hold is due for review: is it still needed?"),
            thread=review.hold.container,
            closed=True,
        )
        for review in rows
    }


def may_hear(person: Person) -> bool:
    """Who can own a hold, or looks after those without an owner."""
    user = cast(User, person)
    return user.is_active and not user.is_guest
