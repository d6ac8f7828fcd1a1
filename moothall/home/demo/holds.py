"""What the demo council must not lose for now."""

from datetime import datetime, timedelta

from moothall.kit import clock
from moothall.people.models import User
from moothall.records.models import Hold
from moothall.records.tests import make_holds
from moothall.spaces.models import Conversation

DAYS_AGO = 3
REVIEWED_AFTER = 90  # days


def make_a_hold(now: datetime, people: dict[str, User]) -> Hold | None:
    """A claim for which one conversation, the mail of a supplier and whatever names its product are kept."""
    talk = Conversation.objects.filter(title__icontains="lone").order_by("pk").first()
    if talk is None:
        return None
    with clock.at(now - timedelta(days=DAYS_AGO)):
        return make_holds.hold(
            f"conversation:{talk.pk}",
            "address:sales@halden.example",
            by=people["samira"],
            owner=people["ewan"],
            searches=['"lone working"'],
            reason="A member of staff was hurt alone in a branch. The insurer asks that nothing about lone working goes.",
            case="Claim 2026/7",
            review_on=clock.today() + timedelta(days=REVIEWED_AFTER),
        )
