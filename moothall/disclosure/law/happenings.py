"""What happens to a request while its clock runs."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from moothall.disclosure.law.regimes import Regime


class Happening(TextChoices):
    """What the clock takes note of; things of one day are taken in this order.

    What is asked stands before what is answered, so that a doubtful day never lengthens the time.
    """

    REGIME_CHANGED = "regime_changed", _("Regime changed")
    VALID = "valid", _("Became a valid request")
    CLARIFICATION_ASKED = "clarification_asked", _("Clarification asked for")
    FEES_NOTICE = "fees_notice", _("Fees notice given")
    IDENTITY_ASKED = "identity_asked", _("Proof of identity asked for")
    CLARIFIED = "clarified", _("Clarification received")
    FEE_PAID = "fee_paid", _("Fee received")
    IDENTITY_PROVED = "identity_proved", _("Identity proved")
    EXTENDED = "extended", _("Time extended")
    ACKNOWLEDGED = "acknowledged", _("Acknowledged")
    ANSWERED = "answered", _("Answered")
    WITHDRAWN = "withdrawn", _("Withdrawn")


_RANK = {what: rank for rank, what in enumerate(Happening)}
ANSWER_TO = {
    Happening.CLARIFIED: Happening.CLARIFICATION_ASKED,
    Happening.FEE_PAID: Happening.FEES_NOTICE,
    Happening.IDENTITY_PROVED: Happening.IDENTITY_ASKED,
}
ENDS = frozenset({Happening.ANSWERED, Happening.WITHDRAWN})
# Given under one Act, these say nothing under another: a fees notice, a proof of identity, an extension.
BOUND_TO_THEIR_REGIME = frozenset(
    {
        Happening.FEES_NOTICE,
        Happening.FEE_PAID,
        Happening.IDENTITY_ASKED,
        Happening.IDENTITY_PROVED,
        Happening.EXTENDED,
    }
)


@dataclass(frozen=True)
class Happened:
    """One thing that happened, and its day. `to` is the new regime; `days` how many working days an extension adds.

    Raises ValueError for a change of regime that does not say to which, and for an extension by less than a day.
    """

    what: Happening
    on: date
    to: Regime | None = None
    days: int | None = None

    def __post_init__(self) -> None:
        if (self.what == Happening.REGIME_CHANGED) != (self.to is not None):
            raise ValueError("A change of regime, and nothing else, says to which.")
        if self.days is not None and (self.what != Happening.EXTENDED or self.days < 1):
            raise ValueError("An extension, and nothing else, adds days: at least one.")


def in_order(history: Iterable[Happened]) -> list[Happened]:
    """The same history in the same order, however it arrived."""
    return sorted(history, key=lambda event: (event.on, _RANK[event.what], event.to or "", event.days or 0))
