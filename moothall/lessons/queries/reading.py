"""A lesson as its page shows it: what it is about, where it was used again, and what replaces it."""

from dataclasses import dataclass

from moothall.kit.registries import Link, links_to
from moothall.lessons.matters import Named, named
from moothall.lessons.models import Drawn, Lesson, LessonUse
from moothall.lessons.queries.drawn import origin
from moothall.people.models import User

MOST = 50  # uses on the page of a lesson


@dataclass(frozen=True)
class Used:
    """What was done with the lesson for a matter that this person may see."""

    use: LessonUse
    matter: Named


@dataclass(frozen=True)
class Reading:
    """A lesson with all around it."""

    lesson: Lesson
    subjects: list[str]
    about: list[Named]
    adopted: list[Used]
    not_applicable: list[Used]
    replaced_by: Lesson | None
    drawn: Drawn | None
    links: list[Link]


def read(lesson: Lesson, user: User) -> Reading:
    """The lesson as this person may see it: of a matter that is closed to them nothing is said."""
    uses = list(LessonUse.objects.counting().filter(lesson=lesson).select_related("by").order_by("-at", "-pk")[:MOST])
    about = list(lesson.abouts.order_by("pk").values_list("thing", flat=True))
    seen = named(user, [*about, *(use.thing for use in uses)])
    shown = [Used(use, seen[use.thing]) for use in uses if use.thing in seen]
    return Reading(
        lesson=lesson,
        subjects=list(lesson.subjects.order_by("pk").values_list("words", flat=True)),
        about=[seen[thing] for thing in about if thing in seen],
        adopted=[each for each in shown if each.use.is_adopted],
        not_applicable=[each for each in shown if not each.use.is_adopted],
        replaced_by=replaced_by(lesson, user),
        drawn=origin(lesson) if lesson.author_id else None,
        links=links_to(user, lesson.thing),
    )


def replaced_by(lesson: Lesson, user: User) -> Lesson | None:
    """The newest lesson that stands in this one's place, and that this person may read."""
    newer = Lesson.objects.visible_to(user).filter(replaces=lesson, published_at__isnull=False, withdrawn_at=None)
    return newer.order_by("-published_at", "-pk").first()


def publicly_replaced_by(lesson: Lesson) -> Lesson | None:
    """The newest lesson on the public site that stands in this one's place."""
    return Lesson.objects.public().filter(replaces=lesson).order_by("-public_at", "-pk").first()
