"""What other rooms ask: which lessons are about a thing, and which were adopted for it."""

from collections.abc import Iterable
from datetime import datetime
from typing import cast

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from moothall.kit.registries import Link, Person
from moothall.lessons.matters import kind_of, matters
from moothall.lessons.models import Lesson, LessonAbout, LessonUse
from moothall.people.models import User

MOST = 20  # lessons that a page of another room shows


def told(things: Iterable[str]) -> set[str]:
    """Those of the things that have their lesson: one about them was published and not withdrawn, replaced or not.

    Change asks this before a failure is closed; `published_about` has an entry for the very same things.
    """
    wanted = list(dict.fromkeys(things))
    rows = LessonAbout.objects.filter(lesson__in=Lesson.objects.counting(), thing__in=wanted)
    return set(rows.values_list("thing", flat=True)) if wanted else set()


def published_about(things: Iterable[str]) -> dict[str, list[Lesson]]:
    """The lessons to read about each of the things (`benefit:4`), the first published first; others are left out.

    Of a lesson that was replaced the newest in its place is read, whatever that one says that it is about. At most
    three questions, however many things are asked for; one where nothing was replaced.
    """
    wanted = list(dict.fromkeys(things))
    if not wanted:
        return {}
    rows = LessonAbout.objects.filter(thing__in=wanted, lesson__in=Lesson.objects.counting())
    replaced = Exists(Lesson.objects.published().filter(replaces=OuterRef("lesson")))
    about = list(rows.annotate(is_replaced=replaced).select_related("lesson"))
    newest = _newest({row.lesson_id for row in about if row.is_replaced})
    found: dict[str, dict[int, Lesson]] = {}
    for row in about:
        lesson = newest.get(row.lesson_id, row.lesson)
        found.setdefault(row.thing, {})[lesson.pk] = lesson
    return {thing: sorted(lessons.values(), key=when) for thing, lessons in found.items()}


def about(lesson: Lesson) -> list[str]:
    """What a lesson is about, and what those were about in whose place it stands."""
    chain, before = [lesson.pk], lesson.replaces_id
    while before is not None:
        chain.append(before)
        before = Lesson.objects.filter(pk=before).values_list("replaces", flat=True).first()
    return list(LessonAbout.objects.filter(lesson__in=chain).order_by("pk").values_list("thing", flat=True))


def adopted_for(things: Iterable[str]) -> dict[str, list[LessonUse]]:
    """For each of the things the lessons that were adopted there and stand, in one question; others are left out."""
    wanted = list(dict.fromkeys(things))
    if not wanted:
        return {}
    rows = LessonUse.objects.adopted().filter(thing__in=wanted, lesson__in=Lesson.objects.standing())
    found: dict[str, list[LessonUse]] = {}
    for row in rows.select_related("lesson", "by").order_by("at", "pk"):
        found.setdefault(row.thing, []).append(row)
    return found


def links(person: Person, thing: str) -> Iterable[Link]:
    """The lessons that are about a thing or were adopted for it, on its page."""
    if not isinstance(person, User) or matters.get(kind_of(thing)) is None:
        return
    about, newer = LessonAbout.objects.filter(lesson=OuterRef("pk"), thing=thing), Lesson.objects.published()
    rows = Lesson.objects.counting().annotate(
        is_about=Exists(about), is_replaced=Exists(newer.filter(replaces=OuterRef("pk")))
    )
    adopted = Q(pk__in=LessonUse.objects.adopted().filter(thing=thing).values("lesson"))
    seen = rows.filter(Q(is_about=True) | adopted & Q(pk__in=Lesson.objects.standing().values("pk")))
    found = list(seen.filter(pk__in=Lesson.objects.visible_to(person).values("pk")))
    learned = {lesson.pk for lesson in found if lesson.is_about}  # type: ignore[attr-defined]  # asked for above
    replaced = {lesson.pk for lesson in found if lesson.pk in learned and lesson.is_replaced}  # type: ignore[attr-defined]
    newest = _newest(replaced)
    if person.is_guest:  # who reads what is public, and no more
        newest = {pk: lesson for pk, lesson in newest.items() if lesson.is_public}
    learned |= {lesson.pk for lesson in newest.values()}
    shown = {each.pk: each for each in (newest.get(lesson.pk, lesson) for lesson in found)}
    for lesson in sorted(shown.values(), key=when, reverse=True)[:MOST]:
        yield Link(
            title=lesson.title,
            url=lesson.get_absolute_url(),
            kind=_("Lesson learned from it") if lesson.pk in learned else _("Lesson adopted for it"),
        )


def when(lesson: Lesson) -> tuple[datetime, int]:
    """By what published lessons are put in order: when they were published."""
    return cast(datetime, lesson.published_at), lesson.pk


def _newest(pks: set[int]) -> dict[int, Lesson]:
    """Of each lesson that was replaced the newest in its place that counts; itself where none does."""
    if not pks:
        return {}
    after: dict[int, list[int]] = {}
    counts: dict[int, tuple[datetime, int]] = {}
    corrections = Lesson.objects.published().filter(replaces__isnull=False)
    for pk, replaces, at, withdrawn in corrections.values_list("pk", "replaces", "published_at", "withdrawn_at"):
        after.setdefault(cast(int, replaces), []).append(pk)
        if withdrawn is None:
            counts[pk] = (cast(datetime, at), pk)
    found: dict[int, int] = {}
    for pk in pks:
        chain = [pk]
        for each in chain:
            chain += after.get(each, ())
        later = [counts[each] for each in chain[1:] if each in counts]
        if later:
            found[pk] = max(later)[1]
    lessons = Lesson.objects.in_bulk(set(found.values()))
    return {pk: lessons[newest] for pk, newest in found.items()}
