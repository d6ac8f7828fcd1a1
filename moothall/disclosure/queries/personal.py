"""What this room holds about one person of the hall, for the copy that they may ask for; never who made a request."""

from collections.abc import Iterator

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


def asked(person: Person) -> Iterator[dict[str, object]]:
    """The parts of requests that they were asked for, and what they answered."""
    for row in Allocation.objects.filter(person_id=person.pk).order_by("pk").iterator(chunk_size=AT_ONCE):
        yield {"part": row.part_id, "due_on": row.due_on, "asked_at": row.at, "reminded_at": row.chased_at}
    for answer in Answer.objects.filter(by_id=person.pk).order_by("pk").iterator(chunk_size=AT_ONCE):
        yield {"part": answer.part_id, "answered": answer.words, "outcome": answer.outcome, "at": answer.at}
    for check in Check.objects.filter(by_id=person.pk).order_by("pk").iterator(chunk_size=AT_ONCE):
        yield {"answer": check.answer_id, "agreed": check.agrees, "said": check.words, "at": check.at}


def done(person: Person) -> Iterator[dict[str, object]]:
    """The cases that they answer for or opened, what they wrote down of them, published and proposed."""
    for pk in Case.objects.filter(owner_id=person.pk).order_by("pk").values_list("pk", flat=True):
        yield {"answers_for_case": pk}
    for pk, at in Case.objects.filter(opened_by_id=person.pk).order_by("pk").values_list("pk", "opened_at"):
        yield {"opened_case": pk, "at": at}
    for event in CaseEvent.objects.filter(by_id=person.pk).order_by("pk").iterator(chunk_size=AT_ONCE):
        yield {"case": event.case_id, "wrote_down": event.kind, "on": event.on, "at": event.at}
    for entry in LogEntry.objects.filter(published_by_id=person.pk).order_by("pk").iterator(chunk_size=AT_ONCE):
        yield {"published": entry.key, "version": entry.version, "at": entry.published_at}
    for row in Proactive.objects.filter(by_id=person.pk).order_by("pk").iterator(chunk_size=AT_ONCE):
        yield {"proposed": row.what, "at": row.at}


def time(person: Person) -> Iterator[dict[str, object]]:
    """The time that they wrote down, and when somebody stood in for them or they for another."""
    for row in TimeSpent.objects.filter(person_id=person.pk).order_by("pk").iterator(chunk_size=AT_ONCE):
        yield {
            "case": row.case_id,
            "activity": row.activity,
            "minutes": row.minutes,
            "on": row.on,
            "on_what": row.words,
        }
    for cover in Cover.objects.filter(person_id=person.pk).order_by("pk").iterator(chunk_size=AT_ONCE):
        yield {"away_from": cover.first_on, "to": cover.last_on}
    for cover in Cover.objects.filter(stand_in_id=person.pk).order_by("pk").iterator(chunk_size=AT_ONCE):
        yield {"stood_in_from": cover.first_on, "to": cover.last_on}
