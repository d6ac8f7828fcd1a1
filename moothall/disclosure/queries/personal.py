"""What this room holds about one person of the hall, for the copy that they may ask for; never who made a request."""

from collections.abc import Iterator
from typing import TypeVar

from django.db.models import Model, QuerySet

from moothall.disclosure.models import (
    Allocation,
    Answer,
    Case,
    CaseEvent,
    Check,
    Cover,
    LogEntry,
    Proactive,
    TimeSpent,
)
from moothall.kit.registries import Person

AT_ONCE = 500  # rows held in memory
Row = TypeVar("Row", bound=Model)


def asked(person: Person) -> Iterator[dict[str, object]]:
    """The parts of requests that they were asked for, and what they answered; of none that is about them."""
    for row in _in_turn(Allocation.objects.filter(person_id=person.pk).exclude(part__case__about=person.pk)):
        yield {"part": row.part_id, "due_on": row.due_on, "asked_at": row.at, "reminded_at": row.chased_at}
    for answer in _in_turn(Answer.objects.filter(by_id=person.pk).exclude(part__case__about=person.pk)):
        yield {"part": answer.part_id, "answered": answer.words, "outcome": answer.outcome, "at": answer.at}
    for check in _in_turn(Check.objects.filter(by_id=person.pk).exclude(answer__part__case__about=person.pk)):
        yield {"answer": check.answer_id, "agreed": check.agrees, "said": check.words, "at": check.at}


def done(person: Person) -> Iterator[dict[str, object]]:
    """The cases that they answer for or opened, what they wrote down of them, published and proposed."""
    for pk in Case.objects.filter(owner_id=person.pk).order_by("pk").values_list("pk", flat=True):
        yield {"answers_for_case": pk}
    opened = Case.objects.filter(opened_by_id=person.pk).exclude(about=person.pk)
    for pk, at in opened.order_by("pk").values_list("pk", "opened_at"):
        yield {"opened_case": pk, "at": at}
    for event in _in_turn(CaseEvent.objects.filter(by_id=person.pk).exclude(case__about=person.pk)):
        yield {"case": event.case_id, "wrote_down": event.kind, "on": event.on, "at": event.at}
    for entry in _in_turn(LogEntry.objects.filter(published_by_id=person.pk)):
        yield {"published": entry.key, "version": entry.version, "at": entry.published_at}
    for row in _in_turn(Proactive.objects.filter(by_id=person.pk)):
        yield {"proposed": row.what, "at": row.at}


def time(person: Person) -> Iterator[dict[str, object]]:
    """The time that they wrote down, and when somebody stood in for them or they for another."""
    for row in _in_turn(TimeSpent.objects.filter(person_id=person.pk).exclude(case__about=person.pk)):
        yield {
            "case": row.case_id,
            "activity": row.activity,
            "minutes": row.minutes,
            "on": row.on,
            "on_what": row.words,
        }
    for cover in _in_turn(Cover.objects.filter(person_id=person.pk)):
        yield {"away_from": cover.first_on, "to": cover.last_on}
    for cover in _in_turn(Cover.objects.filter(stand_in_id=person.pk)):
        yield {"stood_in_from": cover.first_on, "to": cover.last_on}


def _in_turn(rows: QuerySet[Row]) -> Iterator[Row]:
    return rows.order_by("pk").iterator(chunk_size=AT_ONCE)
