"""The tables of the charter room."""

from moothall.charter.models.charters import Charter, Check, Commitment
from moothall.charter.models.invitations import Invitation
from moothall.charter.models.journal import Entry, Prompts
from moothall.charter.models.showing import Shown
from moothall.charter.models.signatures import Signature, Withdrawal

__all__ = [
    "Charter",
    "Check",
    "Commitment",
    "Entry",
    "Invitation",
    "Prompts",
    "Shown",
    "Signature",
    "Withdrawal",
]

from moothall.charter.models import frozen  # noqa: F401  declares the guards
