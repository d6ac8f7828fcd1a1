"""Whom something in this room concerns. What each of them may be told of it is in `told`.

A reading that falls due again has another number, made of its measure's key and the day, so that people are told once
of each day and never nagged.
"""

from collections.abc import Iterable
from datetime import date

from moothall import notices
from moothall.change.models import Measure, Reading
from moothall.change.queries import measures
from moothall.change.standing import GRACE
from moothall.kit import clock
from moothall.notices.stamps import stamped
from moothall.people.models import User
from moothall.risks.telling import keepers

READ_DUE, READ_LATE, INDICATED = "change.read_due", "change.read_late", "change.indicated"


def indicated(reading: Reading, *, by: User | None) -> None:
    """A measure that watches a risk was read: tell who owns the risk, if the value has passed the trigger."""
    measure = reading.measure
    if measure.watches is None or reading.value is None or not measures.passes(measure, reading.value):
        return
    risk = measure.watches
    people = [risk.owner_id] if risk.owner_id else keepers(risk.round.appraisal)
    notices.tell(INDICATED, people=people, subject=reading.pk, place=risk.round.appraisal.container, by=by)


def readings_due() -> int:
    """Tell owners of measures that are to be read by now, or should have been; returns how many were told."""
    told, today = 0, clock.today()
    rows = Measure.objects.filter(metric="", owner__isnull=False)
    for measure, due in measures.waiting(rows, today):
        kind = READ_LATE if today > due + GRACE else READ_DUE
        told += _tell(kind, measure, due)
    return told


def _tell(kind: str, measure: Measure, due: date) -> int:
    people: Iterable[int] = [measure.owner_id] if measure.owner_id else []
    place = measure.objective.plan.container
    return notices.tell(kind, people=people, subject=stamped(measure.pk, due), place=place, by=None)
