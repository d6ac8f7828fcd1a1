"""How a measure stands: what is realised, what was planned for a day, and when it is next read. Pure."""

import calendar
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise

from django.utils.translation import gettext as _

from moothall.change.choices import Direction, Frequency

GRACE = timedelta(days=7)  # after the day on which a reading is due, before it is overdue
MONTHS = {Frequency.MONTHLY: 1, Frequency.QUARTERLY: 3, Frequency.HALF_YEARLY: 6, Frequency.YEARLY: 12}


class State(StrEnum):
    """How a measure stands beside its plan."""

    WAITING = "waiting"  # not read yet, and not due
    UNREAD = "unread"  # not read yet, and it should be
    AHEAD = "ahead"
    ON_PLAN = "on_plan"
    BEHIND = "behind"
    MET = "met"
    MISSED = "missed"  # its target's day has come, and it is not there

    @property
    def words(self) -> str:
        """The same in words."""
        return {
            State.WAITING: _("Not read yet"),
            State.UNREAD: _("Not read yet"),
            State.AHEAD: _("Ahead of plan"),
            State.ON_PLAN: _("On plan"),
            State.BEHIND: _("Behind plan"),
            State.MET: _("Target reached"),
            State.MISSED: _("Missed"),
        }[self]

    @property
    def tone(self) -> str:
        """Its colour among the states of a page."""
        if self in {State.MET, State.AHEAD, State.ON_PLAN}:
            return "good"
        return {State.BEHIND: "care", State.MISSED: "bad"}.get(self, "")

    @property
    def is_at_risk(self) -> bool:
        """Whether its value may not come."""
        return self in {State.BEHIND, State.MISSED}

    @property
    def is_read(self) -> bool:
        """Whether something says how it stands: a reading, or its target's day."""
        return self not in {State.WAITING, State.UNREAD}


@dataclass(frozen=True)
class Point:
    """A value on a day."""

    on: date
    value: Decimal


@dataclass(frozen=True)
class Course:
    """Everything that says how one measure stands: its definition, its plan between the ends, and its readings.

    `readings` are those that stand, oldest first, each day's last; those without a value are in `gaps`.
    """

    direction: Direction
    baseline: Point
    target: Point
    frequency: Frequency
    first_due: date
    planned: tuple[Point, ...] = ()
    readings: tuple[Point, ...] = ()
    gaps: tuple[date, ...] = field(default=())

    @property
    def plan(self) -> tuple[Point, ...]:
        """The planned trajectory from baseline to target."""
        return (self.baseline, *sorted(self.planned, key=lambda point: point.on), self.target)

    @property
    def latest(self) -> Point | None:
        """The last reading that has a value."""
        return self.readings[-1] if self.readings else None

    def planned_on(self, day: date) -> Decimal:
        """Where the plan says it stands on a day: on the straight line between the points on either side."""
        return planned_on(self.plan, day)

    @property
    def realised(self) -> Decimal | None:
        """The share of the way from baseline to target that was gone, 1 for all of it; None while nothing is read."""
        return None if self.latest is None else share(self.latest.value, self.baseline.value, self.target.value)

    def state(self, today: date) -> State:
        """How it stands on a day."""
        if self.latest is None:
            if today >= self.target.on:
                return State.MISSED
            return State.UNREAD if self.overdue(today) else State.WAITING
        if self.reached(self.latest.value):
            return State.MET
        if today >= self.target.on:
            return State.MISSED
        return self._beside_plan(self.latest)

    def _beside_plan(self, latest: Point) -> State:
        planned = self.planned_on(latest.on)
        if latest.value == planned:
            return State.ON_PLAN
        return State.AHEAD if self._better(latest.value, planned) else State.BEHIND

    def reached(self, value: Decimal) -> bool:
        """Whether a value is as good as the target."""
        return value == self.target.value or self._better(value, self.target.value)

    def _better(self, one: Decimal, other: Decimal) -> bool:
        return one > other if self.direction == Direction.UP else one < other

    def due(self, today: date) -> date | None:
        """The first day on which a reading was or is to be entered and none is; None after the target was met."""
        return next_due(self.first_due, self.frequency, [*(point.on for point in self.readings), *self.gaps], self.ends)

    def overdue(self, today: date) -> bool:
        """Whether a reading should be there by now, a week's grace given."""
        due = self.due(today)
        return due is not None and today > due + GRACE

    @property
    def ends(self) -> date:
        """The last day on which it must be read: the target's."""
        return self.target.on


def share(value: Decimal, baseline: Decimal, target: Decimal) -> Decimal:
    """`(value - baseline) / (target - baseline)`, which works both ways; below 0 where things got worse."""
    return (value - baseline) / (target - baseline)


def planned_on(plan: Sequence[Point], day: date) -> Decimal:
    """The plan's value on a day; before the baseline the baseline's, after the target the target's."""
    if day <= plan[0].on:
        return plan[0].value
    for before, after in pairwise(plan):
        if day <= after.on:
            gone = Decimal((day - before.on).days) / Decimal((after.on - before.on).days)
            return before.value + (after.value - before.value) * gone
    return plan[-1].value


def next_due(first: date, frequency: Frequency, read: Iterable[date], ends: date) -> date | None:
    """The first due day after the last one that was read for; None once the day of the target was read for.

    A reading is for the period that ends on a due day: what was read after the due day before it counts.
    """
    last = max(read, default=None)
    if last is None:
        return min(first, ends)
    if last >= ends:
        return None
    number, due = 0, first
    while due <= last:
        number += 1
        due = step(first, frequency, number)
    return min(due, ends)


def step(first: date, frequency: Frequency, number: int) -> date:
    """The due day `number` periods after the first; a month's corresponding day, or its last."""
    if frequency == Frequency.WEEKLY:
        return first + timedelta(weeks=number)
    months = first.month - 1 + MONTHS[frequency] * number
    year, month = first.year + months // 12, months % 12 + 1
    return date(year, month, min(first.day, calendar.monthrange(year, month)[1]))
