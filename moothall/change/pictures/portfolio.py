"""The portfolio: by objective, what was promised, what has come, and what may not.

Measures of different units are never added up. What is compared is how many benefits stand how, and of each the share
of its own way from baseline to target.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from moothall.change.pictures.trajectory import rounded_share
from moothall.change.standing import State
from moothall.kit.pictures.axes import figures
from moothall.kit.pictures.parts import slug

_BIN = 5  # percent: shares so near to one another stand above one another
_RISE, _BASE = 11, 9  # pixels: from one such to the next, and from the top to the first


class Part(StrEnum):
    """A part of a bar, in its order."""

    REACHED = "reached"
    ON_PLAN = "on"
    AT_RISK = "risk"
    UNREAD = "unread"

    @property
    def words(self) -> str:
        """What is in it."""
        return {
            Part.REACHED: _("reached"),
            Part.ON_PLAN: _("on plan"),
            Part.AT_RISK: _("at risk"),
            Part.UNREAD: _("not read yet"),
        }[self]


def part_of(standing: State) -> Part:
    """Where a benefit is counted."""
    if standing is State.MET:
        return Part.REACHED
    if standing.is_at_risk:
        return Part.AT_RISK
    return Part.ON_PLAN if standing.is_read else Part.UNREAD


@dataclass(frozen=True, slots=True)
class Benefit:
    """One benefit: the share of its way that is realised, and the share that was planned by now."""

    title: str
    standing: State
    realised: Decimal | None
    planned: Decimal
    url: str = ""


@dataclass(frozen=True, slots=True)
class Initiative:
    """One initiative with the benefits that flow to one objective, or that flow nowhere."""

    title: str
    url: str
    stage: str
    benefits: tuple[Benefit, ...]


@dataclass(frozen=True, slots=True)
class Objective:
    """An objective, the page of the plan that it is quoted from, and what serves it on this page.

    `counts` are of everything that serves it; without them what is on this page is counted.
    """

    title: str
    source: str
    url: str
    initiatives: tuple[Initiative, ...]
    counts: Mapping[Part, int] | None = None


@dataclass(frozen=True, slots=True)
class Totals:
    """Counts over the whole portfolio, of which a page shows a part."""

    initiatives: int
    adrift: int
    reached: int
    on_plan: int
    at_risk: int
    unread: int

    @property
    def benefits(self) -> int:
        """All of them."""
        return self.reached + self.on_plan + self.at_risk + self.unread


@dataclass(frozen=True, slots=True)
class Bit:
    """A part of a bar."""

    part: Part
    x: float
    wide: float
    count: int


@dataclass(frozen=True, slots=True)
class Mark:
    """A benefit on the line from baseline to target."""

    part: Part
    x: float
    y: int


@dataclass(frozen=True, slots=True)
class Row:
    """One initiative in the picture."""

    initiative: Initiative
    bits: tuple[Bit, ...]
    counted: str
    marks: tuple[Mark, ...]
    tall: int
    realised: str
    planned: str


@dataclass(frozen=True, slots=True)
class Group:
    """One objective in the picture, or with none what reaches no objective."""

    objective: Objective | None
    counted: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Portfolio:
    """A page of a portfolio, ready to print."""

    name: str
    conclusion: str
    note: str
    groups: tuple[Group, ...]
    parts: tuple[Part, ...]


def portfolio(
    name: str, objectives: Sequence[Objective], adrift: Sequence[Initiative], totals: Totals, *, conclusion: str = ""
) -> Portfolio:
    """What reaches no objective stands first."""
    groups = [_group(None, adrift)] if adrift else []
    groups += [_group(objective, objective.initiatives) for objective in objectives]
    return Portfolio(
        name=slug(name),
        conclusion=conclusion or _conclusion(totals),
        note=_note(totals),
        groups=tuple(groups),
        parts=tuple(Part),
    )


def count(benefits: Iterable[Benefit]) -> dict[Part, int]:
    """How many stand how."""
    counts = dict.fromkeys(Part, 0)
    for benefit in benefits:
        counts[part_of(benefit.standing)] += 1
    return counts


def _group(objective: Objective | None, initiatives: Sequence[Initiative]) -> Group:
    counts = objective.counts if objective else None
    if counts is None:
        counts = count(benefit for initiative in initiatives for benefit in initiative.benefits)
    return Group(objective, _counted(counts), tuple(_row(initiative) for initiative in initiatives))


def _row(initiative: Initiative) -> Row:
    counts = count(initiative.benefits)
    marks = _marks(initiative.benefits)
    return Row(
        initiative=initiative,
        bits=_bits(counts),
        counted=_counted(counts),
        marks=marks,
        tall=max((mark.y for mark in marks), default=_BASE) + _BASE,
        realised=_range(benefit.realised for benefit in initiative.benefits),
        planned=_range(benefit.planned for benefit in initiative.benefits),
    )


def _bits(counts: Mapping[Part, int]) -> tuple[Bit, ...]:
    every = sum(counts.values())
    bits, x = [], 0.0
    for part, many in counts.items():
        if many:
            wide = many * 100 / every
            bits.append(Bit(part, round(x, 2), round(wide, 2), many))
            x += wide
    return tuple(bits)


def _counted(counts: Mapping[Part, int]) -> str:
    told = ", ".join(f"{many:,} {part.words}" for part, many in counts.items() if many)
    return told or _("no benefits are planned")


def _marks(benefits: Sequence[Benefit]) -> tuple[Mark, ...]:
    """Each read benefit at its share; those near one another pile up. What lies beyond an end stands at the end."""
    piles: dict[int, int] = {}
    marks = []
    for benefit in benefits:
        if benefit.realised is None:
            continue
        share = float(min(max(benefit.realised, Decimal(0)), Decimal(1))) * 100
        pile = round(share / _BIN)
        marks.append(Mark(part_of(benefit.standing), float(pile * _BIN), _BASE + piles.get(pile, 0) * _RISE))
        piles[pile] = piles.get(pile, 0) + 1
    return tuple(marks)


def _range(shares: Iterable[Decimal | None]) -> str:
    """“12% to 80%”; of one, “40%”."""
    known = sorted(rounded_share(share) for share in shares if share is not None)
    if not known:
        return _("nothing read")
    low, high = f"{figures(known[0])}%", f"{figures(known[-1])}%"
    return low if low == high else _("{low} to {high}").format(low=low, high=high)


def _conclusion(totals: Totals) -> str:
    if not totals.initiatives:
        return _("No initiative is in the hall yet")
    if totals.adrift:
        words = ngettext(
            "From {n} of {all} initiatives no value flows to any objective",
            "From {n} of {all} initiatives no value flows to any objective",
            totals.adrift,
        )
        return words.format(n=f"{totals.adrift:,}", all=f"{totals.initiatives:,}")
    if totals.at_risk:
        words = ngettext("{n} benefit of {all} is at risk", "{n} benefits of {all} are at risk", totals.at_risk)
        return words.format(n=f"{totals.at_risk:,}", all=f"{totals.benefits:,}")
    return _("Value flows to an objective from every initiative")


def _note(totals: Totals) -> str:
    counts = {
        Part.REACHED: totals.reached,
        Part.ON_PLAN: totals.on_plan,
        Part.AT_RISK: totals.at_risk,
        Part.UNREAD: totals.unread,
    }
    words = ngettext("{n} benefit planned: {told}.", "{n} benefits planned: {told}.", totals.benefits)
    return words.format(n=f"{totals.benefits:,}", told=_counted(counts)) if totals.benefits else ""
