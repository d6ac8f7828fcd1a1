"""What a card says: of each commitment how it stands, what proves it, and what is missing."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext as _


class State(StrEnum):
    """How a commitment stands. Hidden or overdue is worse than what is still to come."""

    MET = "met"
    NOT_YET = "not_yet"
    CARE = "care"

    @property
    def words(self) -> str:
        """As it is said."""
        return {State.MET: _("Met"), State.NOT_YET: _("Not yet"), State.CARE: _("Needs attention")}[self]

    @property
    def look(self) -> str:
        """The end of its classes: `bay--met`."""
        return {State.MET: "met", State.NOT_YET: "not", State.CARE: "care"}[self]


@dataclass(frozen=True, slots=True)
class Said:
    """A line of a card; `thing` is the row that it leads to: `benefit:4`, or a page: `initiative:7/people`."""

    words: str
    thing: str = ""
    mend: str = ""  # what one can do about it, as a link to `thing`


@dataclass(frozen=True, slots=True)
class Finding:
    """How one commitment stands. `late` are missing things whose time has come, `missing` those still to come."""

    check: str
    proofs: Sequence[Said] = ()
    missing: Sequence[Said] = ()
    late: Sequence[Said] = ()

    @property
    def state(self) -> State:
        """Met where nothing is missing and something proves it."""
        if self.late:
            return State.CARE
        return State.MET if self.proofs and not self.missing else State.NOT_YET

    @property
    def wants(self) -> list[Said]:
        """All that is missing, what is late first."""
        return [*self.late, *self.missing]


@dataclass(frozen=True, slots=True)
class Card:
    """The findings of one initiative, or of many together, by check."""

    findings: Sequence[Finding]

    def of(self, check: str) -> Finding | None:
        """The finding of one check."""
        return next((each for each in self.findings if each.check == check), None)

    def count(self, state: State) -> int:
        """How many commitments stand so."""
        return sum(each.state is state for each in self.findings)
