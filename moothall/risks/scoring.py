"""Scales: what their levels and bands must keep, and the one that we suggest."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from moothall.risks.models import LEVELS, Axis, Band

ORDER = "LMHS"


class Fault(str):
    """Something wrong with a scale, in plain words; `at` says where it is mended: `likelihood:2`, `cell:3:4`."""

    __slots__ = ("at",)
    at: str

    @classmethod
    def of(cls, words: str, at: str) -> "Fault":
        """The words with their place."""
        made = cls(words)
        made.at = at
        return made


@dataclass(frozen=True)
class Range:
    """What a level means: from `low` up to `high`, times a year or pounds a time."""

    label: str
    low: Decimal
    high: Decimal


@dataclass(frozen=True)
class Draft:
    """A scale before it is adopted: five levels on each axis, and a letter for each pair, likelihood 1 first."""

    name: str
    likelihood: tuple[Range, ...]
    impact: tuple[Range, ...]
    matrix: str

    def letter(self, likelihood: int, impact: int) -> str:
        """The band of a pair of levels."""
        return self.matrix[(likelihood - 1) * LEVELS + impact - 1]


def faults(draft: Draft) -> list[Fault]:
    """What keeps a scale from being adopted, in plain words; nothing where all is well.

    Ranges touch and increase on each axis; bands never fall as either level rises; and Cox's weak consistency (Cox,
    What's Wrong with Risk Matrices?, 2008): whatever is severe is worth more than whatever is low, and the two never
    lie side by side, along an edge.
    """
    found = [*_ranges(Axis.LIKELIHOOD, draft.likelihood), *_ranges(Axis.IMPACT, draft.impact)]
    if len(draft.matrix) != LEVELS * LEVELS or set(draft.matrix) - set(ORDER):
        words = _("Give every pair of levels a band: low, moderate, high or severe.")
        return [*found, Fault.of(words, "cell:1:1")]
    return found + _bands(draft) + ([] if found else _consistency(draft))


def _ranges(axis: Axis, levels: Sequence[Range]) -> list[Fault]:
    if len(levels) != LEVELS:
        words = _("%(axis)s has %(count)d levels.") % {"axis": axis.label, "count": LEVELS}
        return [Fault.of(words, f"{axis.value}:1")]
    found = []
    for number, level in enumerate(levels, start=1):
        at = f"{axis.value}:{number}"
        if level.low < 0:
            words = _("%(axis)s %(number)d begins below zero.") % {"axis": axis.label, "number": number}
            found.append(Fault.of(words, at))
        if not level.low < level.high:
            words = _("%(axis)s %(number)d ends where it begins, or before.") % {"axis": axis.label, "number": number}
            found.append(Fault.of(words, at))
        if number > 1 and level.low != levels[number - 2].high:
            words = _("%(axis)s %(number)d does not begin where %(before)d ends.")
            about = {"axis": axis.label, "number": number, "before": number - 1}
            found.append(Fault.of(words % about, at))
    return found


def _bands(draft: Draft) -> list[Fault]:
    for likelihood in range(1, LEVELS + 1):
        for impact in range(1, LEVELS + 1):
            here = ORDER.index(draft.letter(likelihood, impact))
            for further in ((likelihood + 1, impact), (likelihood, impact + 1)):
                if max(further) > LEVELS:
                    continue
                there = ORDER.index(draft.letter(*further))
                at = f"cell:{further[0]}:{further[1]}"
                if there < here:
                    words = _("The band falls from likelihood %(a)d, impact %(b)d to likelihood %(c)d, impact %(d)d.")
                    about = {"a": likelihood, "b": impact, "c": further[0], "d": further[1]}
                    return [Fault.of(words % about, at)]
                if {draft.letter(likelihood, impact), draft.letter(*further)} == {Band.LOW, Band.SEVERE}:
                    words = _("Severe lies beside low at likelihood %(a)d, impact %(b)d: put a band between them.")
                    return [Fault.of(words % {"a": likelihood, "b": impact}, at)]
    return []


def _consistency(draft: Draft) -> list[Fault]:
    worst_low = (
        max((draft.likelihood[i - 1].high * draft.impact[j - 1].high, i, j) for i, j in _cells(draft, Band.LOW))
        if _cells(draft, Band.LOW)
        else None
    )
    least_severe = (
        min((draft.likelihood[i - 1].low * draft.impact[j - 1].low, i, j) for i, j in _cells(draft, Band.SEVERE))
        if _cells(draft, Band.SEVERE)
        else None
    )
    if worst_low is None or least_severe is None or least_severe[0] >= worst_low[0]:
        return []
    words = _(
        "Likelihood %(a)d, impact %(b)d is severe and can be worth less in a year than likelihood %(c)d, "
        "impact %(d)d, which is low."
    )
    about = {"a": least_severe[1], "b": least_severe[2], "c": worst_low[1], "d": worst_low[2]}
    return [Fault.of(words % about, f"cell:{least_severe[1]}:{least_severe[2]}")]


def _cells(draft: Draft, band: Band) -> list[tuple[int, int]]:
    levels = range(1, LEVELS + 1)
    return [(i, j) for i in levels for j in levels if draft.letter(i, j) == band]


def suggested() -> Draft:
    """The scale that we suggest, to be adapted: its numbers are an illustration, and no council's."""
    rates = ["0.01", "0.03", "0.1", "0.3", "1", "3"]
    losses = ["1000", "10000", "50000", "250000", "1000000", "5000000"]
    return Draft(
        name=_("Suggested scale"),
        likelihood=_steps([_("Rare"), _("Unlikely"), _("Possible"), _("Likely"), _("Almost certain")], rates),
        impact=_steps([_("Slight"), _("Minor"), _("Moderate"), _("Major"), _("Grave")], losses),
        matrix="LLLMMLMMHHLMHHSMHHSSMHSSS",
    )


def _steps(labels: Sequence[str], edges: Sequence[str]) -> tuple[Range, ...]:
    return tuple(Range(label, Decimal(edges[n]), Decimal(edges[n + 1])) for n, label in enumerate(labels))
