"""Writing measures, planning their course and reading them. What is realised is computed, and never typed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.utils.translation import gettext as _

from moothall import audit
from moothall.change import permissions, telling
from moothall.change import plan_documents as documents
from moothall.change.models import Direction, Frequency, Measure, Objective, PlannedPoint, Reading
from moothall.kit import clock
from moothall.kit.permissions import require
from moothall.kit.registries import Metric, metrics
from moothall.people.models import User
from moothall.risks.models import Risk

LARGEST, PLACES = 10**14, 6  # what the columns hold
WHY_NONE = 400  # characters


@dataclass(frozen=True)
class MeasureWords:
    """What a measure measures: it never changes once it is written."""

    title: str
    unit: str
    direction: Direction
    baseline: Decimal
    baseline_on: date
    target: Decimal
    target_on: date
    method: str
    frequency: Frequency
    first_due: date
    metric: str = ""


@dataclass(frozen=True)
class ReadingWords:
    """What was read on a day: a value, or why there is none."""

    read_on: date
    value: Decimal | None = None
    why_none: str = ""
    comment: str = ""
    evidence: str = ""


@audit.act
def add(
    objective: Objective,
    *,
    by: User,
    words: MeasureWords,
    owner: User | None = None,
    planned: Mapping[date, Decimal] | None = None,
    token: UUID | None = None,
) -> Measure:
    """Measure an objective, with the planned points between baseline and target; the same form makes it once.

    Raises ValueError for a metric that no room has.
    """
    require(permissions.can_write_measures(by))
    quoted = Objective.objects.visible_to(by).select_for_update().filter(pk=objective.pk).first()
    require(quoted is not None)
    made = Measure.objects.filter(token=token, added_by=by).first() if token else None
    if made is not None:
        return made
    if words.metric and metrics.get(words.metric) is None:
        raise ValueError("No room of this hall counts that.")
    measure = Measure.objects.create(
        objective=objective, owner=_able(owner or by), added_by=by, token=token, **vars(words)
    )
    PlannedPoint.objects.bulk_create(
        PlannedPoint(measure=measure, due_on=day, value=value) for day, value in sorted((planned or {}).items())
    )
    documents.measures_changed([measure.pk])
    audit.record("measure.added", by=by, on=measure, objective=objective.pk, metric=words.metric)
    return measure


@audit.act
def reword(measure: Measure, *, by: User, title: str, method: str, owner: User | None) -> Measure:
    """Call it something else, tell better how it is measured, or name who answers for it."""
    measure = _locked(measure)
    require(permissions.can_keep_measure(by, measure))
    measure.title, measure.method, measure.owner = title.strip(), method.strip(), _able(owner)
    measure.save(update_fields=["title", "method", "owner"])
    documents.measures_changed([measure.pk])
    audit.record("measure.edited", by=by, on=measure, owner=measure.owner_id)
    return measure


@audit.act
def plan(measure: Measure, *, by: User, points: Mapping[date, Decimal]) -> Measure:
    """Plan its course anew, until it is first read (IntegrityError)."""
    measure = _locked(measure)
    require(permissions.can_keep_measure(by, measure))
    measure.planned.all().delete()
    PlannedPoint.objects.bulk_create(
        PlannedPoint(measure=measure, due_on=day, value=value) for day, value in sorted(points.items())
    )
    audit.record("measure.planned", by=by, on=measure, points=len(points))
    return measure


@audit.act
def watch(measure: Measure, *, by: User, risk: Risk | None, trigger: Decimal | None) -> Measure:
    """Have it watch a risk that one may read: from the trigger value on its owner is told. None for both: no longer."""
    measure = _locked(measure)
    require(permissions.can_keep_measure(by, measure))
    require(risk is None or Risk.objects.visible_to(by).filter(pk=risk.pk).exists())
    measure.watches, measure.trigger = risk, trigger
    measure.save(update_fields=["watches", "trigger"])
    audit.record("measure.watches", by=by, on=measure, risk=risk.pk if risk else None)
    return measure


@audit.act
def retire(measure: Measure, *, by: User, why: str) -> Measure:
    """Read it no longer, for a reason; what was read stays."""
    measure = _locked(measure)
    require(permissions.can_keep_measure(by, measure))
    if not why.strip():
        raise ValueError("Say why it is read no longer.")
    measure.retired_at, measure.retired_why = clock.now(), why.strip()
    measure.save(update_fields=["retired_at", "retired_why"])
    audit.record("measure.retired", by=by, on=measure)
    return measure


@audit.act
def remove(measure: Measure, *, by: User) -> None:
    """Take out what was written by mistake; raises ProtectedError once it was read or a benefit rests on it."""
    measure = _locked(measure)
    require(permissions.can_keep_measure(by, measure))
    pk, objective = measure.pk, measure.objective_id
    measure.planned.all().delete()
    measure.delete()
    documents.measures_changed([pk])
    audit.record("measure.removed", by=by, objective=objective, measure=pk)


@audit.act
def read(
    measure: Measure, *, by: User, words: ReadingWords, corrects: Reading | None = None, token: UUID | None = None
) -> Reading:
    """Enter what was read, or correct a reading by another beside it; the same form enters it once.

    Raises ValueError for a day to come, a day before the baseline, what was corrected already, or a measure that the
    hall reads off itself: of that a reading is only corrected, by somebody who says why.
    """
    measure = _locked(measure)
    require(permissions.can_read_off(by, measure))
    made = Reading.objects.filter(token=token, by=by).first() if token else None
    if made is not None:
        return made
    if words.read_on > clock.today():
        raise ValueError("It is read on a day that has come.")
    if words.read_on < measure.baseline_on:
        raise ValueError("It is read after its baseline.")
    if measure.retired_at is not None:
        raise ValueError("It is read no longer.")
    if corrects is None and metrics.get(measure.metric) is not None:
        raise ValueError("The hall reads it off itself.")
    if corrects is not None and Reading.objects.filter(corrects=corrects).exists():
        raise ValueError("It was corrected already.")
    if corrects is not None and not words.comment.strip():
        raise ValueError("A correction says why.")
    reading = Reading.objects.create(measure=measure, by=by, corrects=corrects, token=token, **vars(words))
    telling.indicated(reading, by=by)
    audit.record("measure.read", by=by, on=measure, reading=reading.pk, corrects=corrects.pk if corrects else None)
    return reading


@audit.act
def feed(measure: Measure, *, first: date, last: date) -> Reading | None:
    """Have the hall read it off itself, over the days from first to last; once a day, and by no person.

    Where no room counts it any more, that is the reason for there being no value. None for a measure that is typed, or
    read no longer.
    """
    measure = _locked(measure)
    if not measure.metric or measure.retired_at is not None:
        return None
    made = Reading.objects.filter(measure=measure, fed_for=last).first()
    if made is not None:
        return made
    value, why_none = _found(metrics.get(measure.metric), first, last)
    reading = Reading.objects.create(
        measure=measure, read_on=last, fed_for=last, value=value, why_none=why_none[:WHY_NONE]
    )
    telling.indicated(reading, by=None)
    audit.record("measure.fed", by=None, on=measure, reading=reading.pk)
    return reading


def _found(metric: Metric | None, first: date, last: date) -> tuple[Decimal | None, str]:
    """What a metric read as a column can hold it, or in words why there is nothing."""
    if metric is None:
        return None, _("The room that counted it is switched off, or counts it no longer.")
    found = metric.read(first, last)
    if found.value is None:
        return None, str(found.why_none) or _("The hall gave no reason.")
    if not found.value.is_finite() or abs(found.value) >= LARGEST:
        return None, _("What the hall counted is no number that can be kept.")
    return round(found.value, PLACES), ""


def _locked(measure: Measure) -> Measure:
    return Measure.objects.select_for_update(of=("self",)).select_related("objective").get(pk=measure.pk)


def _able(person: User | None) -> User | None:
    if person is not None and not permissions.can_take_part(person):
        raise ValueError("Guests answer for no measure.")
    return person
