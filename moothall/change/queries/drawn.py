"""A measure as its picture wants it: from where to where, what was planned, and everything that was read."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from django.db.models import Exists, OuterRef

from moothall.change import standing, value
from moothall.change.models import Measure, PlannedPoint, Reading
from moothall.change.pictures.trajectory import Measured, Trajectory, trajectory
from moothall.kit import clock


def way(name: str, measure: Measure, *, conclusion: str = "") -> Trajectory:
    """The trajectory of a measure as it stands today, in two questions."""
    return trajectory(name, measured(measure), clock.today(), conclusion=conclusion)


def measured(measure: Measure) -> Measured:
    """A measure with its plan and the readings that stand."""
    return ways([measure])[measure.pk]


def ways(measures: Sequence[Measure]) -> dict[int, Measured]:
    """The same of many, by their keys, in two questions."""
    planned: defaultdict[int, list[value.Point]] = defaultdict(list)
    points = PlannedPoint.objects.filter(measure__in=measures).order_by("due_on")
    for measure, day, amount in points.values_list("measure", "due_on", "value"):
        planned[measure].append(value.Point(day, amount))
    corrected = Reading.objects.filter(corrects=OuterRef("pk"))
    read: defaultdict[int, list[Reading]] = defaultdict(list)
    for row in Reading.objects.filter(~Exists(corrected), measure__in=measures).order_by("pk"):
        read[row.measure_id].append(row)
    return {each.pk: _measured(each, planned[each.pk], read[each.pk]) for each in measures}


def _measured(measure: Measure, planned: Iterable[value.Point], read: Iterable[Reading]) -> Measured:
    return Measured(
        title=measure.title,
        unit=measure.unit,
        course=value.Course(
            baseline=value.Point(measure.baseline_on, measure.baseline),
            target=value.Point(measure.target_on, measure.target),
            plan=tuple(planned),
        ),
        readings=_standing(read),
        source=measure.method,
    )


def ahead(course: standing.Course) -> value.Forecast | None:
    """Where the readings are heading by the day of the target; None where too few say."""
    between = tuple(value.Point(point.on, point.value) for point in course.planned)
    whole = value.Course(
        value.Point(course.baseline.on, course.baseline.value),
        value.Point(course.target.on, course.target.value),
        between,
    )
    return value.forecast(whole, [value.Reading(point.on, point.value) for point in course.readings])


def _standing(rows: Iterable[Reading]) -> tuple[value.Reading, ...]:
    """One reading a day, the last that was entered."""
    by_day = {
        row.read_on: value.Reading(row.read_on, row.value, why_none=row.why_none, comment=row.comment) for row in rows
    }
    return tuple(by_day[day] for day in sorted(by_day))
