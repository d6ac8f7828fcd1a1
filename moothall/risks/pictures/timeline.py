"""The timeline of steps: when each is due, in place since, overdue or dropped, with today as a line."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from moothall.kit.pictures.axes import Days, Tick
from moothall.kit.pictures.parts import Cell, Table, cut, several, slug, table
from moothall.risks.pictures.bowtie import State, state_words

TALL, TOP = 62, 6  # pixels of a line, and above the first


@dataclass(frozen=True, slots=True)
class Step:
    """A step of a response, with the day that goes with its state, and where it was due if that is another day."""

    name: str
    state: State
    on: date | None
    actionee: str = ""
    serves: tuple[str, ...] = ()
    due: date | None = None
    url: str = ""


@dataclass(frozen=True, slots=True)
class Bar:
    """A step in the picture: name, state and mark below one another; `due_x` when it was due on another day."""

    y: int
    words: str
    state_y: int
    told: str
    mark_y: int
    x: float
    due_x: float | None
    state: State

    @property
    def is_late(self) -> bool:
        """True when it came, or comes, after the day it was due."""
        return self.due_x is not None and self.x > self.due_x


@dataclass(frozen=True, slots=True)
class Timeline:
    """A timeline, ready to print."""

    name: str
    conclusion: str
    note: str
    description: str
    height: int
    today: float
    ticks: tuple[Tick, ...]
    bars: tuple[Bar, ...]
    table: Table


def timeline(name: str, steps: Sequence[Step], today: date, *, conclusion: str = "") -> Timeline:
    """Steps in the order of their days; those without a day are named and stand in the table only."""
    dated = sorted((step for step in steps if step.on), key=lambda step: (step.on or today, step.name))
    undated = [step for step in steps if not step.on]
    scale = Days([today, *(day for step in dated for day in (step.on, step.due) if day)], spare=True)
    return Timeline(
        name=slug(name),
        conclusion=conclusion or _conclusion(steps),
        note=_note(undated),
        description=" ".join(f"{step.name}: {_state(step)}." for step in dated) or _("No step has a day yet."),
        height=TOP + TALL * len(dated),
        today=scale.at(today),
        ticks=scale.ticks(),
        bars=tuple(_bar(step, place, scale, today) for place, step in enumerate(dated)),
        table=_table([*dated, *undated]),
    )


def _bar(step: Step, place: int, scale: Days, today: date) -> Bar:
    y = TOP + place * TALL
    due = scale.at(step.due) if step.due and step.due != step.on else None
    return Bar(y + 14, cut(step.name, 44), y + 32, _state(step), y + 46, scale.at(step.on or today), due, step.state)


def _state(step: Step) -> str:
    return state_words(step.state, step.on)


def _conclusion(steps: Sequence[Step]) -> str:
    counts = {state: sum(step.state == state for step in steps) for state in State}
    live = len(steps) - counts[State.DROPPED]
    if not live:
        return _("No step is planned or in place")
    if counts[State.OVERDUE]:
        words = ngettext("{n} step of {all} is overdue", "{n} steps of {all} are overdue", counts[State.OVERDUE])
        return words.format(n=counts[State.OVERDUE], all=live)
    if counts[State.IN_PLACE] == live:
        return _("Every step is in place")
    words = ngettext(
        "{n} step of {all} is in place, none is overdue",
        "{n} steps of {all} are in place, none is overdue",
        counts[State.IN_PLACE],
    )
    return words.format(n=counts[State.IN_PLACE], all=live)


def _note(undated: Sequence[Step]) -> str:
    if not undated:
        return ""
    words = ngettext("{names} has no day and is not placed.", "{names} have no day and are not placed.", len(undated))
    return words.format(names=several(f"“{step.name}”" for step in undated))


def _table(steps: Sequence[Step]) -> Table:
    rows = [
        (
            Cell(step.name, step.url),
            Cell(step.actionee or _("Nobody yet")),
            Cell(several(step.serves) if step.serves else "–"),
            Cell(date_format(step.due, "j F Y") if step.due else "–"),
            Cell(_state(step)),
        )
        for step in steps
    ]
    return table(_("All steps"), (_("Step"), _("Who"), _("Serves"), _("Due"), _("How far")), rows)
