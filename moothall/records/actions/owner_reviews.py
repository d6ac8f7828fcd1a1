"""Asking those who look after a place what becomes of things whose time has come, reminding once, and their answer."""

from collections.abc import Sequence
from datetime import date

from moothall import audit, notices
from moothall.kit import clock
from moothall.kit.permissions import require
from moothall.people.models import User
from moothall.records import asking, deciding, owning, permissions, retention
from moothall.records.models import Action, Application, ReviewRequest, Verdict
from moothall.records.models.owner_reviews import REMINDED_AFTER

ASKED, REMINDED = "records.review_asked", "records.review_asked_again"
BATCH = 500  # questions put in one go, so that a large council is not asked all at once


def ask() -> int:
    """Ask where things wait that nobody was asked about, and close what waits no longer; returns how often."""
    asked = 0
    applications = Application.objects.live().filter(rule__action=Action.REVIEW).select_related("rule")
    for application in applications.order_by("pk"):
        asked += _ask_under(application, most=BATCH - asked)
    over = ReviewRequest.objects.filter(closed_at=None, application__switched_off_at__isnull=False)
    asking.close(list(over.values_list("pk", flat=True)))
    return asked


def _ask_under(application: Application, *, most: int) -> int:
    try:
        custody = retention.reach(application).custody
    except retention.NoCustody:
        return 0
    rows = retention.to_review(application, today=clock.today()).order_by()
    waiting = {f"{custody.key}:{ref}" for ref in rows.values_list("container_id", flat=True).distinct()}
    open_ = dict(ReviewRequest.objects.filter(application=application, closed_at=None).values_list("container", "pk"))
    asking.close([pk for container, pk in open_.items() if container not in waiting])
    fresh = sorted(waiting - set(open_))
    asked = 0
    for container, people in sorted(owning.owners(fresh).items()):
        if asked >= most:
            break
        if people:
            _put(application, container, people)
            asked += 1
    return asked


@audit.act
def _put(application: Application, container: str, people: Sequence[int]) -> None:
    request, new = ReviewRequest.objects.get_or_create(application=application, container=container, closed_at=None)
    if not new:
        return
    notices.tell(ASKED, people=people, subject=request.pk, place=container, by=None)
    audit.record("review.asked", by=None, on=request, container=container, rule=application.rule_id)


def remind() -> int:
    """Remind those who did not answer, once; returns of how many questions."""
    late = ReviewRequest.objects.waiting().filter(reminded_at=None, asked_at__lte=clock.now() - REMINDED_AFTER)
    requests = list(late.order_by("pk")[:BATCH])
    people = owning.owners([request.container for request in requests])
    for request in requests:
        with audit.acting():
            notices.tell(
                REMINDED, people=people.get(request.container, []), subject=request.pk, place=request.container, by=None
            )
            ReviewRequest.objects.filter(pk=request.pk).update(reminded_at=clock.now())
            audit.record("review.reminded", by=None, on=request, container=request.container)
    return len(requests)


@audit.act
def answer(
    request: ReviewRequest,
    *,
    by: User,
    refs: Sequence[int],
    verdict: Verdict,
    reason: str,
    keep_until: date | None = None,
) -> int:
    """Say what becomes of things in a place that one looks after; returns of how many. Raises Refused.

    Who agrees that something is destroyed destroys nothing: a records manager proposes it and another one approves.
    """
    application = deciding.locked(request.application)
    require(permissions.can_answer_review(by, request))
    made = deciding.write_down(
        application, by=by, refs=refs, verdict=verdict, reason=reason, keep_until=keep_until, within=request.ref
    )
    audit.record(
        "review.answered", by=by, on=request, verdict=verdict, count=len(made), refs=[row.ref for row in made][:100]
    )
    asking.close_answered(application)
    return len(made)
