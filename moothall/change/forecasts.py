"""Where a measure's readings are heading. Pure; nobody types any of it."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from statistics import quantiles

from moothall.change.standing import Course, Point

LATEST = 24  # readings that a forecast looks at


@dataclass(frozen=True, slots=True)
class Forecast:
    """Where it is heading: from what was last read to between two numbers on a day."""

    start: Point
    on: date
    low: Decimal
    high: Decimal


def forecast(course: Course, *, least: Decimal | None = None) -> Forecast | None:
    """From the last reading to the target's day, by the middle half of all pairwise slopes (after Theil and Sen).

    None with fewer than three readings, or where none lies ahead. `least` is the least number that can be read.
    """
    series = course.readings[-LATEST:]
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
