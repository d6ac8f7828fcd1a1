"""Where the readings of a measure are heading by its target's day."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from statistics import quantiles

from moothall.change.standing import Course, Point

LATEST = 24  # readings that a forecast looks at
FEWEST = 3


@dataclass(frozen=True, slots=True)
class Forecast:
    """Between two numbers on a day, seen from a point; `by` is who says so, or empty where the readings do."""

    start: Point
    on: date
    low: Decimal
    high: Decimal
    by: str = ""


def trend(course: Course, *, least: Decimal | None = None) -> Forecast | None:
    """From the last reading to the target's day, by the middle half of all pairwise slopes (after Theil and Sen).

    None with fewer than three readings, or where no day lies ahead. `least` is the least number that can be read.
    """
    series = sorted({point.on: point for point in course.readings}.values(), key=lambda point: point.on)[-LATEST:]
    if len(series) < FEWEST or series[-1].on >= course.target.on:
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
