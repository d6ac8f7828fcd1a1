"""The database keeps what was published, whoever asks: words stay, drafts are published by their authors alone."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import ProtectedError

from conftest import Cast
from moothall.kit import clock
from moothall.lessons.models import Lesson, LessonAbout, LessonUse, Outcome, Subject, Verdict
from moothall.lessons.tests import make
from moothall.records.models import InformationSystem
from moothall.records.tests import make_systems as records


def refused(act: Callable[[], object]) -> str:
    """That the database refuses something, and its words for it."""
    connection.check_constraints()
    with pytest.raises((IntegrityError, ProtectedError)) as said, transaction.atomic():
        act()
        connection.check_constraints()
    return str(said.value)


def sql(statement: str, *values: Any) -> Callable[[], object]:
    def run() -> object:
        with connection.cursor() as cursor:
            return cursor.execute(statement, values)

    return run


@pytest.fixture
def system(cast: Cast) -> InformationSystem:
    return records.system(by=cast.admin, owner=cast.priya)


@pytest.fixture
def learned(cast: Cast, system: InformationSystem) -> Lesson:
    return make.lesson(by=cast.priya, about=(f"system:{system.pk}",))


WORDS = {
    "title": "Never ask anybody",
    "context": "Elsewhere.",
    "happened": "It went well.",
    "why": "Luck.",
    "would_do": "Nothing.",
    "kind": Outcome.SUCCESS,
    "licence": "CC0-1.0",
    "published_at": None,
}


@pytest.mark.parametrize("name", WORDS)
def test_no_path_edits_a_published_lesson(cast: Cast, learned: Lesson, name: str) -> None:
    rows = Lesson.objects.filter(pk=learned.pk)
    assert "what was published stays" in refused(lambda: rows.update(**{name: WORDS[name]}))
    setattr(learned, name, WORDS[name])
    refused(lambda: learned.save(update_fields=[name]))
    refused(lambda: Lesson.objects.bulk_update([learned], [name]))
    refused(sql(f"UPDATE lessons_lesson SET {name} = %s WHERE id = %s", WORDS[name], learned.pk))  # noqa: S608
    if connection.vendor == "sqlite":
        refused(sql(f"UPDATE OR REPLACE lessons_lesson SET {name} = %s WHERE id = %s", WORDS[name], learned.pk))  # noqa: S608


def test_no_path_deletes_a_published_lesson(cast: Cast, learned: Lesson) -> None:
    refused(learned.delete)
    refused(lambda: Lesson.objects.filter(pk=learned.pk).delete())
    refused(lambda: Lesson.objects.filter(pk=learned.pk)._raw_delete("default"))
    refused(sql("DELETE FROM lessons_lesson WHERE id = %s", learned.pk))
    if connection.vendor == "postgresql":
        refused(sql("TRUNCATE lessons_lesson CASCADE"))
        return
    refused(
        sql(
            "INSERT OR REPLACE INTO lessons_lesson (id, kind, title, context, happened, why, would_do, licence,"
            " created_at, edited_at, withdrawn_reason) VALUES (%s, 'success', 'x', '', '', '', '', '', %s, %s, '')",
            learned.pk,
            clock.now(),
            clock.now(),
        )
    )


def test_what_a_published_lesson_applies_to_and_is_about_stays(cast: Cast, learned: Lesson) -> None:
    subject, about = learned.subjects.order_by("pk")[0], learned.abouts.get()
    for row in (subject, about):
        refused(row.delete)
        refused(lambda table=row._meta.db_table, pk=row.pk: sql(f"DELETE FROM {table} WHERE id = %s", pk)())  # type: ignore[misc]  # noqa: S608
    refused(lambda: Subject.objects.create(lesson=learned, words="everything"))
    refused(lambda: Subject.objects.bulk_create([Subject(lesson=learned, words="everything")]))
    refused(lambda: LessonAbout.objects.create(lesson=learned, thing="benefit:4"))
    refused(lambda: LessonAbout.objects.filter(pk=about.pk).update(thing="benefit:4"))
    refused(lambda: Subject.objects.filter(pk=subject.pk).update(words="everything"))
    refused(sql("INSERT INTO lessons_lessonabout (lesson_id, thing) VALUES (%s, %s)", learned.pk, "benefit:4"))


def test_nothing_of_a_draft_is_moved_into_a_published_lesson(cast: Cast, learned: Lesson) -> None:
    other = make.draft(by=cast.priya)
    refused(lambda: other.subjects.update(lesson=learned))


def test_nobody_publishes_what_another_wrote(cast: Cast) -> None:
    written = make.draft(by=cast.priya)
    rows = Lesson.objects.filter(pk=written.pk)
    refused(lambda: rows.update(published_at=clock.now(), published_by=cast.gareth))
    refused(lambda: rows.update(published_at=clock.now()))
    refused(lambda: rows.update(author=cast.gareth))
    refused(lambda: rows.update(author=None))
    refused(lambda: rows.update(public_at=clock.now(), public_by=cast.gareth))


def test_a_lesson_begins_as_a_draft_and_is_published_whole(cast: Cast) -> None:
    now = clock.now()
    fields: dict[str, Any] = {"kind": "failure", "title": "x", "author": cast.priya}
    whole = fields | {"context": "x", "happened": "x", "why": "x", "would_do": "x"}
    begun = {"published_at": now, "published_by": cast.priya}
    assert "begins as a draft" in refused(lambda: Lesson.objects.create(**whole, **begun))
    refused(lambda: Lesson.objects.bulk_create([Lesson(**whole, **begun)]))
    empty, bare = Lesson.objects.create(**fields), Lesson.objects.create(**whole)
    refused(lambda: Lesson.objects.filter(pk=empty.pk).update(**begun))
    assert "what it applies to" in refused(lambda: Lesson.objects.filter(pk=bare.pk).update(**begun))


def test_a_withdrawal_has_a_reason_and_stays(cast: Cast, learned: Lesson) -> None:
    rows, now = Lesson.objects.filter(pk=learned.pk), clock.now()
    refused(lambda: rows.update(withdrawn_at=now, withdrawn_by=cast.priya))
    rows.update(withdrawn_at=now, withdrawn_by=cast.priya, withdrawn_reason="It was wrong.")
    assert "a withdrawal stays" in refused(
        lambda: rows.update(withdrawn_at=None, withdrawn_by=None, withdrawn_reason="")
    )
    refused(lambda: rows.update(public_at=now, public_by=cast.priya))
    refused(lambda: rows.update(withdrawn_reason="Another one."))


def test_a_lesson_replaces_what_was_published_and_no_circle_closes(cast: Cast, learned: Lesson) -> None:
    before = make.draft(by=cast.priya)
    fields = {"kind": "failure", "title": "x", "author": cast.priya}
    refused(lambda: Lesson.objects.create(**fields, replaces=before))
    newer = make.lesson(by=cast.priya, replaces=learned)
    refused(lambda: Lesson.objects.filter(pk=learned.pk).update(replaces=newer))
    refused(lambda: Lesson.objects.filter(pk=before.pk).update(replaces=newer))


def test_verdicts_are_only_ever_added_one_after_another(cast: Cast, learned: Lesson, system: InformationSystem) -> None:
    other = records.system(by=cast.admin, owner=cast.priya, name="Another")
    use = make.adopted(learned, by=cast.priya, thing=f"system:{other.pk}")
    rows = LessonUse.objects.filter(pk=use.pk)
    refused(lambda: rows.update(verdict=Verdict.NOT_APPLICABLE, reason="x"))
    refused(lambda: rows.update(thing="system:99"))
    refused(use.delete)
    refused(sql("DELETE FROM lessons_lessonuse"))
    fields: dict[str, Any] = {"lesson": learned, "thing": use.thing, "verdict": Verdict.ADOPTED, "by": cast.priya}
    refused(lambda: LessonUse.objects.create(**fields, number=1))
    refused(lambda: LessonUse.objects.create(**fields, number=3))
    refused(lambda: LessonUse.objects.create(**fields | {"verdict": Verdict.NOT_APPLICABLE}, number=2))
    refused(lambda: LessonUse.objects.create(**fields | {"lesson": make.draft(by=cast.priya)}, number=1))
    LessonUse.objects.create(**fields, number=2)


def test_a_draft_can_be_thrown_away_whole(cast: Cast) -> None:
    written = make.draft(by=cast.priya)
    written.delete()
    assert not Subject.objects.exists()
