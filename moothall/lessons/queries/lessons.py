"""The front page of the room and the public list: lessons that stand, narrowed by kind and subject."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from moothall.kit.pages import Slice, keyset
from moothall.lessons.models import Lesson, LessonUse, Outcome, Subject
from moothall.people.models import User

PAGE = 20
MANY = 24  # subjects that can be chosen from; the others are found by way of a lesson, or searched for
SHOWS = ("all", Outcome.SUCCESS.value, Outcome.FAILURE.value, "mine")


@dataclass(frozen=True)
class Row:
    """A lesson in a list, with what it applies to and for how many matters it was adopted."""

    lesson: Lesson
    subjects: list[str]
    adopted: int


@dataclass(frozen=True)
class Choice:
    """One way to narrow the list, with how many it would show."""

    key: str
    label: str
    count: int
    current: bool


def shown(given: str) -> str:
    """Which lessons are asked for; all where that is not known."""
    return given if given in SHOWS else SHOWS[0]


def every(user: User, *, show: str, subject: str, after: str | None) -> Slice[Lesson]:
    """A page of the lessons that this person may read, the one published last first."""
    found = _about(_which(user, show), subject).select_related("author", "team", "brought")
    return keyset(found, by=("-published_at", "-pk"), after=after, size=PAGE)


def public(*, show: str = "all", subject: str = "", after: str | None = None) -> Slice[Lesson]:
    """A page of those that anybody may read, the one made public last first."""
    found = _about(public_rows(), subject)
    if show in Outcome.values:
        found = found.filter(kind=show)
    return keyset(found.select_related("team"), by=("-public_at", "-pk"), after=after, size=PAGE)


def public_rows() -> QuerySet[Lesson]:
    """What is on the public site, but for what was replaced by another that is."""
    newer = Lesson.objects.public().filter(replaces=OuterRef("pk"))
    return Lesson.objects.public().filter(~Exists(newer))


def rows(lessons: Sequence[Lesson]) -> list[Row]:
    """Lessons as a list shows them, with the same few questions whatever their number."""
    pks = [lesson.pk for lesson in lessons]
    subjects = subjects_of(pks)
    counted = LessonUse.objects.adopted().filter(lesson__in=pks).values("lesson").annotate(n=Count("pk"))
    adopted = {row["lesson"]: row["n"] for row in counted.order_by()} if pks else {}
    return [Row(lesson, subjects.get(lesson.pk, []), adopted.get(lesson.pk, 0)) for lesson in lessons]


def subjects_of(pks: Iterable[int]) -> dict[int, list[str]]:
    """What each lesson applies to, in the order in which it was said."""
    found: dict[int, list[str]] = {}
    for lesson, words in Subject.objects.filter(lesson__in=pks).order_by("pk").values_list("lesson", "words"):
        found.setdefault(lesson, []).append(words)
    return found


def choices(user: User, show: str, subject: str) -> list[Choice]:
    """The ways to narrow the list, in one question; one's own only where there are any."""
    standing = Lesson.objects.visible_to(user).standing().filter(pk=OuterRef("pk"))
    own = Q(author=user, published_at__isnull=False)
    found = _about(Lesson.objects.visible_to(user), subject).annotate(stands=Exists(standing))
    counted: dict[str, int] = found.aggregate(
        all=Count("pk", filter=Q(stands=True)),
        success=Count("pk", filter=Q(stands=True, kind=Outcome.SUCCESS)),
        failure=Count("pk", filter=Q(stands=True, kind=Outcome.FAILURE)),
        mine=Count("pk", filter=own),
    )
    labels = {
        "all": _("All"),
        "success": _("From successes"),
        "failure": _("From failures"),
        "mine": _("Written by me"),
    }
    return [
        Choice(key, labels[key], counted[key], key == show)
        for key in SHOWS
        if counted[key] or key in ("all", show) or key in Outcome.values
    ]


def subjects(user: User | None, chosen: str) -> list[Choice]:
    """What lessons that stand apply to, those with the most lessons first; the public ones for nobody in particular."""
    of = public_rows() if user is None else Lesson.objects.visible_to(user).standing()
    counted = Subject.objects.filter(lesson__in=of).values("words").annotate(n=Count("lesson")).order_by("-n", "words")
    return [Choice(row["words"], row["words"], row["n"], row["words"] == chosen) for row in counted[:MANY]]


def drafts(user: User) -> list[Lesson]:
    """What this person writes and nobody else sees, the newest first."""
    return list(Lesson.objects.drafts_of(user).order_by("-edited_at", "-pk")[:PAGE])


def reused() -> int:
    """How many lessons that stand were adopted for at least one matter."""
    return Lesson.objects.standing().filter(Exists(LessonUse.objects.adopted().filter(lesson=OuterRef("pk")))).count()


def _which(user: User, show: str) -> QuerySet[Lesson]:
    if show == "mine":
        return Lesson.objects.published().filter(author=user)
    found = Lesson.objects.visible_to(user).standing()
    return found.filter(kind=show) if show in Outcome.values else found


def _about(found: QuerySet[Lesson], subject: str) -> QuerySet[Lesson]:
    return found.filter(Exists(Subject.objects.filter(lesson=OuterRef("pk"), words=subject))) if subject else found
