"""What a trajectory is drawn from: a measure's course, the words of its readings, and what an owner expects of it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from moothall.change.standing import Course, Point
from moothall.kit.pictures.axes import figures


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
class Expected:
    """What somebody said on a day that it will stand at on the day of its target."""

    on: date
    low: Decimal
    high: Decimal
    who: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class Measured:
    """A benefit with its measure: `unit` is said after a number, `source` says who counts.

    `readings` are those of the course, in words; the last of `expected` is what stands. Raises ValueError for others.
    """

    title: str
    unit: str
    course: Course
    readings: tuple[Reading, ...] = ()
    source: str = ""
    least: Decimal | None = None
    expected: tuple[Expected, ...] = ()

    def __post_init__(self) -> None:
        if read(self.course, self.readings) != self.course:
            raise ValueError("the readings in words are those of the course")

    def told(self, value: Decimal) -> str:
        """A number as people read it; a percent sign stands close."""
        return f"{figures(value)}%" if self.unit == "%" else figures(value)

    def between(self, low: Decimal, high: Decimal) -> str:
        """A range as people read it, or a number where its ends are one."""
        if low == high:
            return self.told(low)
        return _("{low} to {high}").format(low=self.told(low), high=self.told(high))


def read(course: Course, readings: Iterable[Reading]) -> Course:
    """A course with these readings, of each day one."""
    by_day = sorted(readings, key=lambda reading: reading.on)
    return replace(
        course,
        readings=tuple(Point(each.on, each.value) for each in by_day if each.value is not None),
        gaps=tuple(each.on for each in by_day if each.value is None),
    )
