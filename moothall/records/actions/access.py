"""Opening reviews of access when they are due, and deciding person by person."""

from datetime import timedelta

from django.conf import settings
from django.core.exceptions import PermissionDenied

from moothall import audit, notices
from moothall.kit import clock
from moothall.kit.permissions import require
from moothall.people.models import User
from moothall.records import permissions
from moothall.records.access import Place, Reviewable, reviewables, split
from moothall.records.models import AccessDecision, AccessReview
from moothall.records.queries import access as queries

DUE, OVERDUE = "records.access_review", "records.access_review_overdue"
TIME = timedelta(days=28)  # from the opening of a review until it is due
BATCH = 200  # reviews opened in one go, so that a large council is not asked all at once


@audit.act
def open_review(place: Place, *, by: User | None) -> AccessReview:
    """Ask those who look after a place to say who shall go on to have access; one at a time for each place."""
    require(by is None or permissions.can_keep_records(by))
    open_now = AccessReview.objects.waiting().filter(container=place.container).first()
    if open_now is not None:
        return open_now
    review = AccessReview.objects.create(container=place.container, due_on=clock.today() + TIME)
    notices.tell(DUE, people=place.reviewers, subject=review.pk, place=place.container, by=by)
    audit.record("access.review_opened", by=by, on=review, container=place.container)
    return review


def open_due() -> int:
    """Open the reviews that are due; returns how many. A place is reviewed every MOOTHALL_ACCESS_REVIEW_MONTHS."""
    since = clock.now() - timedelta(days=settings.MOOTHALL_ACCESS_REVIEW_MONTHS * 365 // 12)
    last = queries.last_reviews()
    waiting = set(AccessReview.objects.waiting().values_list("container", flat=True))
    due = [
        place
        for reviewable in reviewables
        for place in reviewable.places(None)
        if place.container not in waiting and place.reviewers and (last.get(place.container) or place.since) < since
    ]
    for place in due[:BATCH]:
        open_review(place, by=None)
    return len(due[:BATCH])


def remind() -> int:
    """Tell those who have not finished a review in time, once; returns how many reviews."""
    late = [(review, place) for review, place in queries.all_waiting() if review.is_overdue and not review.reminded_on]
    for review, place in late:
        notices.tell(OVERDUE, people=place.reviewers, subject=review.pk, place=place.container, by=None)
        AccessReview.objects.filter(pk=review.pk).update(reminded_on=clock.today())
    return len(late)


@audit.act
def decide(review: AccessReview, *, by: User, user: User, outcome: AccessDecision.Outcome, words: str = "") -> None:
    """Confirm or end one person's access; the review is finished when everybody who has access was looked at.

    Raises ValueError, with words, where the access can't end: somebody has to look after the place.
    """
    review = AccessReview.objects.select_for_update().get(pk=review.pk)
    reviewable, ref = _of(review)
    require(review.closed_at is None and reviewable.may_review(by, ref))
    require(user.pk in {access.user.pk for access in reviewable.entries(ref)})
    if AccessDecision.objects.filter(review=review, user=user).exists():
        return
    if outcome == AccessDecision.Outcome.REMOVE:
        reviewable.remove(ref, user, by)
    AccessDecision.objects.create(review=review, user=user, outcome=outcome, words=words, by=by)
    audit.record("access.decided", by=by, on=review, user=user.pk, outcome=outcome, private={"words": words})
    if all(line.decision is not None for line in queries.lines(review)):
        _close(review, by=by)


def _close(review: AccessReview, *, by: User) -> None:
    review.closed_at, review.closed_by = clock.now(), by
    review.save(update_fields=["closed_at", "closed_by"])
    notices.withdraw("access_review", [review.pk])
    notices.withdraw("access_review_overdue", [review.pk])
    audit.record("access.review_finished", by=by, on=review, container=review.container)


def _of(review: AccessReview) -> tuple[Reviewable, int]:
    found = split(review.container)
    if found is None:  # its room is switched off
        raise PermissionDenied
    return found
