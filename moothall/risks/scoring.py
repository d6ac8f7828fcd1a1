"""Scales: what their levels and bands must keep, and the one that we suggest."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from moothall.risks.models import LEVELS, Axis, Band

ORDER = "LMHS"


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


def faults(draft: Draft) -> list[str]:
    """What keeps a scale from being adopted, in plain words; nothing where all is well.

    Ranges touch and increase on each axis; bands never fall as either level rises; and Cox's weak consistency (Cox,
    What's Wrong with Risk Matrices?, 2008): whatever is severe is worth more than whatever is low, and the two never
    lie side by side, along an edge.
    """
    found = [*_ranges(Axis.LIKELIHOOD, draft.likelihood), *_ranges(Axis.IMPACT, draft.impact)]
    if len(draft.matrix) != LEVELS * LEVELS or set(draft.matrix) - set(ORDER):
        return [*found, _("Give every pair of levels a band: low, moderate, high or severe.")]
    return found + _bands(draft) + ([] if found else _consistency(draft))


def _ranges(axis: Axis, levels: Sequence[Range]) -> list[str]:
    if len(levels) != LEVELS:
        return [_("%(axis)s has %(count)d levels.") % {"axis": axis.label, "count": LEVELS}]
    found = []
    for number, level in enumerate(levels, start=1):
        if not level.low < level.high:
            found.append(
                _("%(axis)s %(number)d ends where it begins, or before.") % {"axis": axis.label, "number": number}
            )
        if number > 1 and level.low != levels[number - 2].high:
            found.append(
                _("%(axis)s %(number)d does not begin where %(before)d ends.")
                % {"axis": axis.label, "number": number, "before": number - 1}
            )
    return found


def _bands(draft: Draft) -> list[str]:
    for likelihood in range(1, LEVELS + 1):
        for impact in range(1, LEVELS + 1):
            here = ORDER.index(draft.letter(likelihood, impact))
            for further in ((likelihood + 1, impact), (likelihood, impact + 1)):
                if max(further) > LEVELS:
                    continue
                there = ORDER.index(draft.letter(*further))
                if there < here:
                    return [
                        _("The band falls from likelihood %(a)d, impact %(b)d to likelihood %(c)d, impact %(d)d.")
                        % {"a": likelihood, "b": impact, "c": further[0], "d": further[1]}
                    ]
                if {draft.letter(likelihood, impact), draft.letter(*further)} == {Band.LOW, Band.SEVERE}:
                    return [
                        _("Severe lies beside low at likelihood %(a)d, impact %(b)d: put a band between them.")
                        % {"a": likelihood, "b": impact}
                    ]
    return []


def _consistency(draft: Draft) -> list[str]:
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
    return [
        _(
            "Likelihood %(a)d, impact %(b)d is severe and can be worth less in a year than likelihood %(c)d, "
            "impact %(d)d, which is low."
        )
        % {"a": least_severe[1], "b": least_severe[2], "c": worst_low[1], "d": worst_low[2]}
    ]


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
