"""The arcade: numbered bays over a card of evidence, each met, not yet met, or in need of attention."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.contrib.humanize.templatetags.humanize import apnumber
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from moothall.kit.pictures.parts import capital


class State(StrEnum):
    """How far a commitment is met by the records."""

    MET = "met"
    NOT_YET = "not"
    CARE = "care"

    @property
    def words(self) -> str:
        """The same in words."""
        return {State.MET: _("Met"), State.NOT_YET: _("Not yet"), State.CARE: _("Needs attention")}[self]

    @property
    def tone(self) -> str:
        """Its colour among the states of a page."""
        return {State.MET: "good", State.CARE: "care"}.get(self, "")


@dataclass(frozen=True, slots=True)
class Bay:
    """One commitment: its number, a word for it, its state, and where its evidence is."""

    number: int
    word: str
    state: State
    href: str


@dataclass(frozen=True, slots=True)
class Arcade:
    """The bays of one card, ready to print; `of` is whose they are, read aloud with them."""

    bays: tuple[Bay, ...]
    of: str

    @property
    def conclusion(self) -> str:
        """“Seven commitments: five met, one not yet, one needs attention”."""
        counts = {state: sum(bay.state == state for bay in self.bays) for state in State}
        told = [_count_words(state, count) for state, count in counts.items() if count]
        words = ngettext("{n} commitment: {told}", "{n} commitments: {told}", len(self.bays))
        return capital(words.format(n=number_words(len(self.bays)), told=", ".join(told) or _("nothing to show")))


def arcade(of: str, bays: Sequence[Bay]) -> Arcade:
    """The bays in the order of their numbers. Raises ValueError for a number twice."""
    if len({bay.number for bay in bays}) != len(bays):
        raise ValueError("a commitment has one bay")
    return Arcade(tuple(sorted(bays, key=lambda bay: bay.number)), of)


def number_words(count: int) -> str:
    """“seven”; from ten on in figures."""
    return str(apnumber(count)) if count else _("none")


def _count_words(state: State, count: int) -> str:
    words = {
        State.MET: ngettext("{n} met", "{n} met", count),
        State.NOT_YET: ngettext("{n} not yet", "{n} not yet", count),
        State.CARE: ngettext("{n} needs attention", "{n} need attention", count),
    }[state]
    return words.format(n=number_words(count))
