"""The bow-tie of one risk: its cause, the event, its harm, and the steps that stand between."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from moothall.kit.pictures.parts import Cell, Table, several, slug, table


class State(StrEnum):
    """How far a step has come. The order is the order of the timeline's key."""

    PLANNED = "planned"
    OVERDUE = "overdue"
    IN_PLACE = "in_place"
    DROPPED = "dropped"


class ActsOn(StrEnum):
    """Which side of the knot a step stands on."""

    LIKELIHOOD = "likelihood"
    IMPACT = "impact"


@dataclass(frozen=True, slots=True)
class Barrier:
    """A step against one side of a risk; `control` is preventive, corrective, directive or detective, in words."""

    step: str
    acts_on: str
    control: str
    state: State
    actionee: str = ""
    on: date | None = None  # due, in place since, or dropped on
    url: str = ""

    @property
    def words(self) -> str:
        """“Overdue since 1 May”."""
        return state_words(self.state, self.on)

    @property
    def is_struck(self) -> bool:
        """True when it no longer holds."""
        return self.state == State.DROPPED


def state_words(state: State, on: date | None) -> str:
    """How far a step has come, with the day where it has one."""
    if on is None:
        return {
            State.PLANNED: _("Planned, no day set"),
            State.OVERDUE: _("Overdue"),
            State.IN_PLACE: _("In place"),
            State.DROPPED: _("Dropped"),
        }[state]
    return {
        State.PLANNED: _("Planned, due {day}"),
        State.OVERDUE: _("Overdue since {day}"),
        State.IN_PLACE: _("In place since {day}"),
        State.DROPPED: _("Dropped on {day}"),
    }[state].format(day=date_format(on, "j F Y"))


@dataclass(frozen=True, slots=True)
class Bowtie:
    """A bow-tie, ready to print."""

    name: str
    conclusion: str
    note: str
    ref: str
    cause: str
    event: str
    consequence: str
    preventing: tuple[Barrier, ...]
    easing: tuple[Barrier, ...]
    table: Table


def bowtie(
    name: str,
    ref: str,
    barriers: Sequence[Barrier],
    *,
    cause: str,
    event: str,
    consequence: str,
    conclusion: str = "",
) -> Bowtie:
    """The steps of one exposure on their sides, those that hold first. Raises ValueError for a step on neither side."""
    if any(barrier.acts_on not in tuple(ActsOn) for barrier in barriers):
        raise ValueError("a step acts on likelihood or on impact")
    order = [State.IN_PLACE, State.PLANNED, State.OVERDUE, State.DROPPED]
    sorted_barriers = sorted(barriers, key=lambda barrier: order.index(barrier.state))
    preventing = tuple(barrier for barrier in sorted_barriers if barrier.acts_on == ActsOn.LIKELIHOOD)
    easing = tuple(barrier for barrier in sorted_barriers if barrier.acts_on == ActsOn.IMPACT)
    return Bowtie(
        name=slug(name),
        conclusion=conclusion or _conclusion(ref, preventing, easing),
        note=_note(barriers),
        ref=ref,
        cause=cause,
        event=event,
        consequence=consequence,
        preventing=preventing,
        easing=easing,
        table=_table(ref, [*preventing, *easing]),
    )


def _conclusion(ref: str, preventing: Sequence[Barrier], easing: Sequence[Barrier]) -> str:
    before, after = (sum(not barrier.is_struck for barrier in side) for side in (preventing, easing))
    if not before and not after:
        return _("{ref}: nothing stands in the way").format(ref=ref)
    if not before:
        return _("{ref}: nothing makes it less likely, only less harmful").format(ref=ref)
    if not after:
        return _("{ref}: nothing makes it less harmful, only less likely").format(ref=ref)
    live = [barrier for barrier in (*preventing, *easing) if not barrier.is_struck]
    ready = sum(barrier.state == State.IN_PLACE for barrier in live)
    if ready == len(live):
        return _("{ref}: every step is in place").format(ref=ref)
    words = ngettext("{ref}: {n} of {all} steps is in place", "{ref}: {n} of {all} steps are in place", ready)
    return words.format(ref=ref, n=ready, all=len(live))


def _note(barriers: Sequence[Barrier]) -> str:
    said = []
    for state, one, many in (
        (State.OVERDUE, _("{names} is overdue."), _("{names} are overdue.")),
        (State.DROPPED, _("{names} was dropped and no longer counts."), _("{names} were dropped and no longer count.")),
    ):
        found = [f"“{barrier.step}”" for barrier in barriers if barrier.state == state]
        if found:
            said.append((one if len(found) == 1 else many).format(names=several(found)))
    return " ".join(said)


def _table(ref: str, barriers: Sequence[Barrier]) -> Table:
    sides = {ActsOn.LIKELIHOOD: _("Likelihood"), ActsOn.IMPACT: _("Impact")}
    rows = [
        (
            Cell(barrier.step, barrier.url),
            Cell(sides[ActsOn(barrier.acts_on)]),
            Cell(barrier.control),
            Cell(barrier.actionee or _("Nobody yet")),
            Cell(barrier.words),
        )
        for barrier in barriers
    ]
    heads = (_("Step"), _("Acts on"), _("Kind"), _("Who"), _("How far"))
    return table(_("What is done about {ref}").format(ref=ref), heads, rows)
