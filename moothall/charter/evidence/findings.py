"""What a card says: of each commitment how it stands, what proves it, and what is missing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from moothall.charter.evidence.addresses import address_of
from moothall.kit.registries import Words


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
    """A line of a card, put into words only when it is shown, as a page looks at far more than it shows.

    `thing` is the row that it leads to (`benefit:4`), or a page of one (`initiative:7/people`); `mend` is what one can
    do about it there.
    """

    template: Words
    thing: str = ""
    mend: Words = ""
    values: Mapping[str, object] = field(default_factory=dict)

    @property
    def words(self) -> str:
        """The line, in the language of whoever reads."""
        return str(self.template % {name: _read_out(value) for name, value in self.values.items()})

    @property
    def url(self) -> str:
        """Where it leads, if anywhere."""
        return address_of(self.thing) if self.thing else ""


def said(template: Words, thing: str = "", mend: Words = "", **values: object) -> Said:
    """A line from a template with `%(name)s` for what stands in it; days are said as days."""
    return Said(template, thing, mend, values)


def _read_out(value: object) -> object:
    if isinstance(value, date):
        return date_format(value, "j F Y")
    return value.words if isinstance(value, Said) else value


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
