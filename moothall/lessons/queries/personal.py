"""What this room holds about one person, for the copy that they may ask for."""

from collections.abc import Iterator

from moothall.kit.registries import Person
from moothall.lessons.models import Drawn, Lesson, LessonUse

AT_ONCE = 500  # rows held in memory


def published(person: Person) -> Iterator[dict[str, object]]:
    """The lessons that they published, in their words."""
    rows = Lesson.objects.published().filter(author_id=person.pk).select_related("drawn").order_by("pk")
    for lesson in rows.iterator(chunk_size=AT_ONCE):
        yield {**_words(lesson), "published_at": lesson.published_at, "withdrawn_at": lesson.withdrawn_at}


def drafts(person: Person) -> Iterator[dict[str, object]]:
    """What they write and nobody else ever sees."""
    rows = Lesson.objects.filter(published_at=None, author_id=person.pk).select_related("drawn").order_by("pk")
    for lesson in rows.iterator(chunk_size=AT_ONCE):
        yield _words(lesson)


def used(person: Person) -> Iterator[dict[str, object]]:
    """What they said of the use of lessons; of the matter no more than its key."""
    for use in LessonUse.objects.filter(by_id=person.pk).order_by("pk").iterator(chunk_size=AT_ONCE):
        yield {"lesson": use.lesson_id, "for": use.thing, "verdict": use.verdict, "why": use.reason, "at": use.at}


def _words(lesson: Lesson) -> dict[str, object]:
    drawn: Drawn | None = getattr(lesson, "drawn", None)
    return {
        "lesson": lesson.pk,
        "kind": lesson.kind,
        "title": lesson.title,
        "context": lesson.context,
        "happened": lesson.happened,
        "why": lesson.why,
        "would_do": lesson.would_do,
        "written_at": lesson.created_at,
        "begun_from": [f"{drawn.origin}: {drawn.title} {drawn.url}".strip()] if drawn is not None else [],
    }
