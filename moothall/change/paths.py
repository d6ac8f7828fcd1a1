"""The paths of a benefits map: from what enables, by what changes, to the objective that it is all for."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext as _

from moothall.change.choices import RANKS, NodeKind


def column(kind: NodeKind) -> int:
    """Where the column of a kind stands on a map, from 0."""
    return RANKS[kind] - 1


_BENEFITS = column(NodeKind.BENEFIT)


class Break(StrEnum):
    """How a path is broken at a place."""

    NO_BENEFIT = "no_benefit"
    NO_OBJECTIVE = "no_objective"
    NOTHING_LEADS_HERE = "nothing_leads_here"

    @property
    def words(self) -> str:
        """The same in words."""
        return {
            Break.NO_BENEFIT: _("reaches no benefit"),
            Break.NO_OBJECTIVE: _("reaches no objective"),
            Break.NOTHING_LEADS_HERE: _("nothing leads here"),
        }[self]


@dataclass(frozen=True, slots=True)
class Place:
    """One thing on a map; `note` is how it stands, in few words."""

    key: str
    kind: NodeKind
    title: str
    url: str = ""
    note: str = ""
    is_disbenefit: bool = False

    def __post_init__(self) -> None:
        if self.is_disbenefit and self.kind != NodeKind.BENEFIT:
            raise ValueError("a disbenefit stands among the benefits")

    @property
    def rank(self) -> int:
        """Its column, from 0."""
        return column(self.kind)


@dataclass(frozen=True, slots=True)
class Step:
    """One place leads to another, where what is assumed holds."""

    start: str
    end: str
    assumption: str = ""


def check(places: Sequence[Place], steps: Sequence[Step]) -> None:
    """Raises ValueError unless every step leads from one known place to another, in a column to its right, once."""
    ranks = {place.key: place.rank for place in places}
    if len(ranks) != len(places):
        raise ValueError("a place stands on the map once")
    if len({(step.start, step.end) for step in steps}) != len(steps):
        raise ValueError("a step is told once")
    for step in steps:
        if step.start not in ranks or step.end not in ranks:
            raise ValueError("a step leads from one place of the map to another")
        if ranks[step.start] >= ranks[step.end]:
            raise ValueError("a step leads to the right")


def breaks(places: Sequence[Place], steps: Sequence[Step]) -> dict[str, Break]:
    """Where the paths are broken, by place, in the order of the places.

    A benefit that reaches no objective; an enabler, change or outcome that reaches no benefit; a benefit or disbenefit
    or objective to which nothing leads. A disbenefit need not reach an objective.
    """
    kinds = {place.key: place for place in places}
    onward: defaultdict[str, list[str]] = defaultdict(list)
    for step in steps:
        onward[step.start].append(step.end)
    led_to = {step.end for step in steps}
    benefits = {place.key for place in places if place.kind == NodeKind.BENEFIT and not place.is_disbenefit}
    objectives = {place.key for place in places if place.kind == NodeKind.OBJECTIVE}
    reaching_benefit = _reaching(kinds, onward, benefits)
    reaching_objective = _reaching(kinds, onward, objectives)
    found: dict[str, Break] = {}
    for place in places:
        if place.key in benefits and place.key not in reaching_objective:
            found[place.key] = Break.NO_OBJECTIVE
        elif place.rank < _BENEFITS and place.key not in reaching_benefit:
            found[place.key] = Break.NO_BENEFIT
        elif place.rank >= _BENEFITS and place.key not in led_to:
            found[place.key] = Break.NOTHING_LEADS_HERE
    return found


def _reaching(places: Mapping[str, Place], onward: Mapping[str, list[str]], goals: Collection[str]) -> set[str]:
    """The places from which a path leads to a goal, and the goals themselves; steps lead right, so right goes first."""
    reached = set(goals)
    for place in sorted(places.values(), key=lambda each: -each.rank):
        if any(end in reached for end in onward.get(place.key, ())):
            reached.add(place.key)
    return reached
