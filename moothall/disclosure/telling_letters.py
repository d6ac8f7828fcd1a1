"""Whom a letter concerns before it goes: whoever is asked to approve it."""

from moothall import notices
from moothall.disclosure.models import Approver, Letter
from moothall.people import grants
from moothall.people.models import User

APPROVE = "disclosure.approve"


def to_approve(row: Approver, *, by: User) -> None:
    """Somebody is asked to approve a letter."""
    notices.tell(APPROVE, people=[row.person_id], subject=row.pk, place=grants.PUBLIC, by=by)


def gone(letter: Letter) -> None:
    """It was sent, or put by: nobody need approve it any more."""
    notices.withdraw("letter to approve", list(letter.approvers.values_list("pk", flat=True)))
