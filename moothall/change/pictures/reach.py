"""The reach of a change: which teams were asked, at which stage, and which never were."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from moothall.kit.pictures.parts import several, slug

MOST_NAMED = 3
MOST = 100  # teams in the picture: those never asked come first


class Stage(StrEnum):
    """When people are asked."""

    DESIGN = "design"
    DEVELOPMENT = "development"
    IMPLEMENTATION = "implementation"

    @property
    def words(self) -> str:
        """The head of its column."""
        return {
            Stage.DESIGN: _("Design"),
            Stage.DEVELOPMENT: _("Development"),
            Stage.IMPLEMENTATION: _("In use"),
        }[self]


@dataclass(frozen=True, slots=True)
class Team:
    """A team, what it does (`part`: a service, communications, technology, outside), and how often it was asked."""

    name: str
    part: str
    asked: Mapping[Stage, int]
    url: str = ""
    must_change: bool = False

    @property
    def is_reached(self) -> bool:
        """Whether it was ever asked."""
        return any(self.asked.values())


@dataclass(frozen=True, slots=True)
class Asked:
    """One team at one stage."""

    head: str
    count: int

    @property
    def words(self) -> str:
        """How often, in words."""
        if not self.count:
            return _("not asked")
        return ngettext("asked once", "asked {n} times", self.count).format(n=self.count)


@dataclass(frozen=True, slots=True)
class Row:
    """One team in the picture."""

    team: Team
    cells: tuple[Asked, ...]


@dataclass(frozen=True, slots=True)
class Reach:
    """A reach map, ready to print."""

    name: str
    conclusion: str
    note: str
    heads: tuple[str, ...]
    rows: tuple[Row, ...]


def reach(name: str, teams: Sequence[Team], *, conclusion: str = "") -> Reach:
    """The teams never asked first, those that must change before others, and then by name."""
    order = sorted(teams, key=lambda team: (team.is_reached, not team.must_change, team.name))
    rows = tuple(
        Row(team, tuple(Asked(stage.words, team.asked.get(stage, 0)) for stage in Stage)) for team in order[:MOST]
    )
    reached = sum(team.is_reached for team in teams)
    words = ngettext("{n} team of {all} was asked.", "{n} teams of {all} were asked.", reached)
    note = words.format(n=reached, all=len(teams)) if teams else ""
    if len(order) > MOST:
        note = f"{note} {_('The first {n} are shown.').format(n=MOST)}"
    return Reach(
        name=slug(name),
        conclusion=conclusion or _conclusion(order),
        note=note,
        heads=tuple(stage.words for stage in Stage),
        rows=rows,
    )


def _conclusion(order: Sequence[Team]) -> str:
    never = [team.name for team in order if not team.is_reached]
    if not order:
        return _("No team is named yet")
    if not never:
        bare = [stage for stage in Stage if not any(team.asked.get(stage) for team in order)]
        if bare:
            return _("Nobody was asked at this stage: {stages}").format(
                stages=several(stage.words.lower() for stage in bare)
            )
        return _("Every team was asked")
    if len(never) <= MOST_NAMED:
        words = ngettext("{names} was never asked", "{names} were never asked", len(never))
        return words.format(names=several(never))
    return ngettext("{n} team was never asked", "{n} teams were never asked", len(never)).format(n=len(never))
