"""Where lessons of one's own were begun from: what another body publishes."""

from collections.abc import Sequence

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from moothall.lessons.exchange import texts
from moothall.lessons.models import Drawn, Item, Lesson, Licence
from moothall.people.models import User

TITLE, PART = 160, 6_000  # characters of a lesson's title, and of each of its parts


def origins(lessons: Sequence[Lesson]) -> dict[int, Drawn]:
    """Where each lesson comes from; one that replaces another comes from where that did. Others are left out."""
    chains = {lesson.pk: [lesson.pk] for lesson in lessons}
    if any(lesson.replaces_id for lesson in lessons):
        before = dict(Lesson.objects.filter(replaces__isnull=False).values_list("pk", "replaces"))
        for chain in chains.values():
            while (earlier := before.get(chain[-1])) is not None:
                chain.append(earlier)
    asked = {pk for chain in chains.values() for pk in chain}
    found = {drawn.lesson_id: drawn for drawn in Drawn.objects.filter(lesson__in=asked)} if asked else {}
    first = {lesson: next((found[pk] for pk in chain if pk in found), None) for lesson, chain in chains.items()}
    return {lesson: drawn for lesson, drawn in first.items() if drawn is not None}


def origin(lesson: Lesson) -> Drawn | None:
    """Where one lesson comes from."""
    return origins([lesson]).get(lesson.pk)


def here(item: Item, user: User) -> list[Lesson]:
    """The lessons that were begun from a thing of another body, as far as this person may read them."""
    rows = Lesson.objects.visible_to(user).filter(drawn__item=item)
    return list(rows.select_related("author").order_by("published_at", "-pk")[:20])


def mine(item: Item, user: User) -> Lesson | None:
    """The lesson that this person began from it."""
    return Lesson.objects.filter(drawn__item=item, drawn__by=user).first()


def words(item: Item) -> dict[str, object]:
    """What a form begins with; what the feed does not say is left for whoever writes the lesson."""
    said = texts.of_html(item.html, PART) or item.summary
    where = [item.subscription.name]
    if item.said_at is not None:
        where.append(date_format(item.said_at, "j F Y"))
    context = _("Published by {body}.").format(body=", ".join(where))
    return {
        "title": item.title if len(item.title) <= TITLE else f"{item.title[: TITLE - 1].rstrip()}…",
        "context": f"{context} {item.url}".strip(),
        "happened": said[:PART],
        "licence": item.licence if item.licence in Licence.values else Licence.OGL.value,
    }
