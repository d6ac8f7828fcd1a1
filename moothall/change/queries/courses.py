"""How measures stand, for as many as a page wants, in three questions."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Exists, OuterRef

from moothall.change.models import Direction, Frequency, Measure, PlannedPoint, Reading
from moothall.change.standing import Course, Point

_DEFINED = ("direction", "baseline_on", "baseline", "target_on", "target", "frequency", "first_due")


def course(measure: Measure) -> Course:
    """How one measure stands."""
    return courses([measure.pk])[measure.pk]


def courses(measures: Iterable[int]) -> dict[int, Course]:
    """How these measures stand, by their keys."""
    wanted = list(measures)
    planned = _planned(wanted)
    read, gaps = _read(wanted)
    rows = Measure.objects.filter(pk__in=wanted).values_list("pk", *_DEFINED, named=True)
    return {
        row.pk: replace(
            unread(row, planned[row.pk]),
            readings=tuple(Point(day, value) for day, value in sorted(read[row.pk].items())),
            gaps=tuple(sorted(gaps[row.pk] - read[row.pk].keys())),
        )
        for row in rows
    }


def unread(row: Any, planned: Iterable[Point]) -> Course:
    """The course of a measure, or of a row that has what defines one, before anything was read."""
    return Course(
        direction=Direction(row.direction),
        baseline=Point(row.baseline_on, row.baseline),
        target=Point(row.target_on, row.target),
        frequency=Frequency(row.frequency),
        first_due=row.first_due,
        planned=tuple(planned),
    )


def _planned(measures: list[int]) -> defaultdict[int, list[Point]]:
    found: defaultdict[int, list[Point]] = defaultdict(list)
    rows = PlannedPoint.objects.filter(measure__in=measures).order_by("due_on")
    for measure, day, value in rows.values_list("measure", "due_on", "value"):
        found[measure].append(Point(day, value))
    return found


def _read(measures: list[int]) -> tuple[defaultdict[int, dict[date, Decimal]], defaultdict[int, set[date]]]:
    """The readings that stand: what was corrected counts no more, and of one day the last that was entered counts."""
    read: defaultdict[int, dict[date, Decimal]] = defaultdict(dict)
    gaps: defaultdict[int, set[date]] = defaultdict(set)
    rows = Reading.objects.filter(measure__in=measures).exclude(Exists(Reading.objects.filter(corrects=OuterRef("pk"))))
    for measure, day, value in rows.order_by("pk").values_list("measure", "read_on", "value"):
        if value is None:
            gaps[measure].add(day)
            read[measure].pop(day, None)
            continue
        read[measure][day] = value
    return read, gaps
