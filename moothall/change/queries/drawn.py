"""A measure as its picture wants it: its course, everything that was read in words, and what is expected of it."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import replace

from django.db.models import Exists, OuterRef
from django.utils import timezone

from moothall.change.models import BenefitReview, Measure, PlannedPoint
from moothall.change.models import Reading as Row
from moothall.change.pictures.measured import Expected, Measured, Reading, read
from moothall.change.pictures.trajectory import Trajectory, trajectory
from moothall.change.queries.courses import unread
from moothall.change.standing import Point
from moothall.kit import clock


def way(name: str, measure: Measure, *, reviews: Iterable[BenefitReview] = ()) -> Trajectory:
    """The trajectory of a measure as it stands today, with what is expected of it, in two questions."""
    return trajectory(name, replace(ways([measure])[measure.pk], expected=expected(reviews)), clock.today())


def ways(measures: Collection[Measure]) -> dict[int, Measured]:
    """Measures by their keys, each with its plan and the readings that stand: two questions for all of them."""
    planned: defaultdict[int, list[Point]] = defaultdict(list)
    points = PlannedPoint.objects.filter(measure__in=measures).order_by("due_on")
    for measure, day, amount in points.values_list("measure", "due_on", "value"):
        planned[measure].append(Point(day, amount))
    corrected = Row.objects.filter(corrects=OuterRef("pk"))
    rows: defaultdict[int, list[Row]] = defaultdict(list)
    for row in Row.objects.filter(~Exists(corrected), measure__in=measures).order_by("pk"):
        rows[row.measure_id].append(row)
    return {each.pk: _measured(each, planned[each.pk], rows[each.pk]) for each in measures}


def _measured(measure: Measure, planned: Iterable[Point], rows: Iterable[Row]) -> Measured:
    readings = one_a_day(rows)
    return Measured(
        title=measure.title,
        unit=measure.unit,
        course=read(unread(measure, planned), readings),
        readings=readings,
        source=measure.method,
    )


def expected(reviews: Iterable[BenefitReview]) -> tuple[Expected, ...]:
    """What reviews of a benefit expect of its measure; they come oldest first, with who wrote them."""
    return tuple(
        Expected(timezone.localdate(each.at), each.low, each.high, str(each.by), each.words) for each in reviews
    )


def one_a_day(rows: Iterable[Row]) -> tuple[Reading, ...]:
    """One reading a day, the last that was entered, of readings in the order of their keys."""
    by_day = {row.read_on: Reading(row.read_on, row.value, why_none=row.why_none, comment=row.comment) for row in rows}
    return tuple(by_day[day] for day in sorted(by_day))
