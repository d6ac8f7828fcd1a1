"""What the index holds of lessons, and what a result shows: never a draft, and nothing that was withdrawn."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from django.utils.translation import gettext as _

from moothall.lessons.models import HALL, Lesson, Subject
from moothall.people import grants
from moothall.people.models import User
from moothall.search import outbox
from moothall.search.sources import Document, Hit

LESSON = "lesson"


def changed(*lessons: Lesson) -> None:
    """They were published, put on the public site or taken off it, or withdrawn."""
    outbox.changed(LESSON, [lesson.pk for lesson in lessons])


def documents(refs: Sequence[int]) -> Iterator[Document]:
    """Lessons that stand, with what they apply to as names to find them by."""
    subjects: dict[int, list[str]] = {}
    for lesson, words in Subject.objects.filter(lesson__in=refs).order_by("pk").values_list("lesson", "words"):
        subjects.setdefault(lesson, []).append(words)
    for each in Lesson.objects.standing().filter(pk__in=refs):
        yield Document(
            key=f"{LESSON}:{each.pk}",
            kind=LESSON,
            container=grants.PUBLIC if each.is_public else HALL,
            title=each.title,
            body="\n".join([each.context, each.happened, each.why, each.would_do]),
            date=each.published_at or each.created_at,
            names=" ".join(subjects.get(each.pk, [])),
            who=(f"user:{each.author_id}",) if each.author_id else (),
        )


def ids(after: int) -> Iterable[int]:
    """All lessons that stand, in the order of their keys."""
    rows = Lesson.objects.standing().filter(pk__gt=after)
    return rows.order_by("pk").values_list("pk", flat=True).iterator()


def load(user: User, refs: Sequence[int]) -> Mapping[int, Hit]:
    """What this person may be shown of these lessons."""
    rows = Lesson.objects.visible_to(user).standing().filter(pk__in=refs).select_related("author", "team")
    return {
        each.pk: Hit(
            key=f"{LESSON}:{each.pk}",
            title=each.title,
            url=each.get_absolute_url(),
            place=each.team.name if each.team else "",
            kind_label=_("Lesson from a success") if each.kind == "success" else _("Lesson from a failure"),
            icon="bulb",
            date=each.published_at or each.created_at,
            people=each.author.name if each.author else "",
        )
        for each in rows
    }
