"""A measure as its picture wants it: from where to where, what was planned, and everything that was read."""

from collections.abc import Iterable

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
    planned = PlannedPoint.objects.filter(measure=measure).order_by("due_on").values_list("due_on", "value")
    corrected = Reading.objects.filter(corrects=OuterRef("pk"))
    rows = Reading.objects.filter(~Exists(corrected), measure=measure).order_by("pk")
    return Measured(
        title=measure.title,
        unit=measure.unit,
        course=value.Course(
            baseline=value.Point(measure.baseline_on, measure.baseline),
            target=value.Point(measure.target_on, measure.target),
            plan=tuple(value.Point(day, amount) for day, amount in planned),
        ),
        readings=_standing(rows),
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
