"""Closing questions that were put to those who look after places, when nothing waits there any more."""

from collections.abc import Sequence

from moothall import notices
from moothall.kit import clock
from moothall.records import retention
from moothall.records.models import Application, ReviewRequest

ASKED_OF, REMINDED_OF = "review request", "review request again"  # the things that notices are about
MOST = 500  # questions looked at after one decision; the worker closes the others


def close_answered(application: Application) -> None:
    """Inside an act: close the questions under a rule about places where nothing waits any more."""
    for request in ReviewRequest.objects.filter(application=application, closed_at=None).order_by("pk")[:MOST]:
        waiting = retention.to_review(application, today=clock.today()).filter(container_id=request.ref)
        if not waiting.exists():
            close([request.pk])


def close(requests: Sequence[int]) -> None:
    """Inside an act: these wait no longer, and what was told of them is taken back."""
    if not requests:
        return
    ReviewRequest.objects.filter(pk__in=requests, closed_at=None).update(closed_at=clock.now())
    notices.withdraw(ASKED_OF, requests)
    notices.withdraw(REMINDED_OF, requests)
