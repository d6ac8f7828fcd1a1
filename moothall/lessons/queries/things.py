"""What other rooms ask: which lessons are about a thing, and which were adopted for it."""

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from moothall.kit.registries import Link, Person
from moothall.lessons.matters import kind_of, matters
from moothall.lessons.models import Lesson, LessonAbout, LessonUse
from moothall.people.models import User

MOST = 20  # lessons that a page of another room shows


def published_about(things: Iterable[str]) -> dict[str, list[Lesson]]:
    """The lessons that stand and are about each of the things (`benefit:4`), the first published first.

    Things without a lesson are left out. One question, however many things are asked for.
    """
    wanted = list(dict.fromkeys(things))
    if not wanted:
        return {}
    rows = LessonAbout.objects.filter(thing__in=wanted, lesson__in=Lesson.objects.standing())
    found: dict[str, list[Lesson]] = {}
    for row in rows.select_related("lesson").order_by("lesson__published_at", "lesson"):
        found.setdefault(row.thing, []).append(row.lesson)
    return found


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
    adopted = LessonUse.objects.adopted().filter(thing=thing)
    about = LessonAbout.objects.filter(lesson=OuterRef("pk"), thing=thing)
    rows = Lesson.objects.visible_to(person).standing().annotate(is_about=Exists(about))
    rows = rows.filter(Q(is_about=True) | Q(pk__in=adopted.values("lesson")))
    for lesson in rows.order_by("-published_at", "-pk")[:MOST]:
        is_about: bool = lesson.is_about  # type: ignore[attr-defined]  # asked for above
        yield Link(
            title=lesson.title,
            url=lesson.get_absolute_url(),
            kind=_("Lesson learned from it") if is_about else _("Lesson adopted for it"),
        )
