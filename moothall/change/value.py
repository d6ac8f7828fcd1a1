"""What a benefit's readings say: the share realised, what was planned by a day, how it stands, where it is heading.

All of it is computed from a baseline, a target and readings; nobody types any of it.
"""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from statistics import quantiles

from django.utils.translation import gettext as _

LATEST = 24  # readings that a forecast looks at


class Standing(StrEnum):
    """How a benefit stands."""

    REACHED = "reached"
    AHEAD = "ahead"
    ON_PLAN = "on_plan"
    BEHIND = "behind"
    MISSED = "missed"
    UNREAD = "unread"

    @property
    def words(self) -> str:
        """The same in words."""
        return {
            Standing.REACHED: _("Target reached"),
            Standing.AHEAD: _("Ahead of plan"),
            Standing.ON_PLAN: _("On plan"),
            Standing.BEHIND: _("Behind plan"),
            Standing.MISSED: _("Missed"),
            Standing.UNREAD: _("Not read yet"),
        }[self]

    @property
    def tone(self) -> str:
        """Its colour among the states of a page."""
        if self in {Standing.REACHED, Standing.AHEAD, Standing.ON_PLAN}:
            return "good"
        return {Standing.BEHIND: "care", Standing.MISSED: "bad"}.get(self, "")

    @property
    def is_at_risk(self) -> bool:
        """Whether its value may not come."""
        return self in {Standing.BEHIND, Standing.MISSED}


@dataclass(frozen=True, slots=True)
class Point:
    """A number on a day."""

    on: date
    value: Decimal


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read on a day, or in words why nothing was. Raises ValueError for both, and for neither."""

    on: date
    value: Decimal | None
    why_none: str = ""
    comment: str = ""

    def __post_init__(self) -> None:
        if (self.value is None) != bool(self.why_none):
            raise ValueError("a reading has a value, or a reason for none")


@dataclass(frozen=True, slots=True)
class Course:
    """From where to where by when; `plan` are the points between. Raises ValueError where there is no way to go."""

    baseline: Point
    target: Point
    plan: tuple[Point, ...] = ()

    def __post_init__(self) -> None:
        if self.baseline.value == self.target.value or self.baseline.on >= self.target.on:
            raise ValueError("a target lies elsewhere than its baseline, and later")

    @property
    def falls(self) -> bool:
        """Whether less is better."""
        return self.target.value < self.baseline.value

    @property
    def points(self) -> tuple[Point, ...]:
        """The planned way, baseline and target included, in the order of days."""
        between = sorted(
            (point for point in self.plan if self.baseline.on < point.on < self.target.on), key=lambda each: each.on
        )
        return (self.baseline, *between, self.target)

    def planned(self, day: date) -> Decimal:
        """What should be read on a day: on the straight line between two points, and level before and after them."""
        points = self.points
        if day <= points[0].on:
            return points[0].value
        for before, after in itertools.pairwise(points):
            if day <= after.on:
                share = Decimal((day - before.on).days) / Decimal((after.on - before.on).days)
                return before.value + (after.value - before.value) * share
        return points[-1].value

    def realised(self, value: Decimal) -> Decimal:
        """The share of the way from baseline to target: 1 is the target, and less than 0 is the wrong way."""
        return (value - self.baseline.value) / (self.target.value - self.baseline.value)


def latest(readings: Sequence[Reading]) -> Point | None:
    """The last reading that has a value."""
    known = [Point(reading.on, reading.value) for reading in readings if reading.value is not None]
    return max(known, key=lambda point: point.on, default=None)


def standing(course: Course, readings: Sequence[Reading], today: date) -> Standing:
    """How a benefit stands today by its last reading, as `moothall.change.standing` says it of the measure."""
    last = latest(readings)
    if last is not None and course.realised(last.value) >= 1:
        return Standing.REACHED
    if today >= course.target.on:
        return Standing.MISSED
    if last is None:
        return Standing.UNREAD
    share, planned = course.realised(last.value), course.realised(course.planned(last.on))
    if share == planned:
        return Standing.ON_PLAN
    return Standing.AHEAD if share > planned else Standing.BEHIND


@dataclass(frozen=True, slots=True)
class Forecast:
    """Where the readings are heading: between two numbers on a day."""

    start: Point
    on: date
    low: Decimal
    high: Decimal


def forecast(course: Course, readings: Sequence[Reading], *, least: Decimal | None = None) -> Forecast | None:
    """From the last reading to the target's day, by the middle half of all pairwise slopes (after Theil and Sen).

    None with fewer than three readings, or where none lies ahead. `least` is the least number that can be read.
    """
    known = sorted(
        (Point(reading.on, reading.value) for reading in readings if reading.value is not None),
        key=lambda point: point.on,
    )[-LATEST:]
    days = {point.on: point for point in known}  # one a day, the last told
    series = list(days.values())
    if len(series) < 3 or series[-1].on >= course.target.on:
        return None
    slopes = [
        (after.value - before.value) / Decimal((after.on - before.on).days)
        for place, before in enumerate(series)
        for after in series[place + 1 :]
    ]
    lower, _middle, upper = quantiles(slopes, n=4, method="inclusive")
    last = series[-1]
    ahead = Decimal((course.target.on - last.on).days)
    ends = [last.value + slope * ahead for slope in (lower, upper)]
    low, high = ends if least is None else [max(end, least) for end in ends]
    return Forecast(last, course.target.on, low, high)
