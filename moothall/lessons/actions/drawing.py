"""Beginning a lesson of one's own from what another body publishes without saying all that a lesson says here."""

from uuid import UUID

from moothall import audit
from moothall.kit.permissions import require
from moothall.lessons import permissions
from moothall.lessons.actions import drafts
from moothall.lessons.actions.drafts import LessonWords
from moothall.lessons.models import Drawn, Item, Lesson
from moothall.people.models import User


class BegunAlready(Exception):  # noqa: N818  says what is the matter
    """This person began a lesson from it before: `lesson`."""

    def __init__(self, lesson: Lesson) -> None:
        super().__init__(lesson.pk)
        self.lesson = lesson


@audit.act
def draw(item: Item, *, by: User, words: LessonWords, token: UUID | None = None) -> Lesson:
    """Begin a lesson from a thing of another body: a draft of one's own, which says for good where it comes from.

    Each person draws once from a thing, and sees of no other whether they did. The same form sent twice begins it
    once. Raises `BegunAlready`, and ValueError as `drafts.draft` does.
    """
    require(permissions.can_write(by))
    User.objects.select_for_update().get(pk=by.pk)  # so that of two windows the second waits
    item = Item.objects.select_for_update(of=("self", "subscription")).select_related("subscription").get(pk=item.pk)
    require(permissions.can_draw(by, item))
    before = Drawn.objects.filter(item=item, by=by).select_related("lesson").first()
    if before is not None and token is not None and before.lesson.token == token:
        return before.lesson
    if before is not None:
        raise BegunAlready(before.lesson)
    lesson = drafts.draft(by=by, words=words, token=token)
    Drawn.objects.create(
        lesson=lesson,
        item=item,
        origin=item.subscription.name,
        title=item.title,
        url=item.url,
        licence=item.licence,
        licence_url=item.licence_url,
        by=by,
    )
    audit.record("lesson.drawn", by=by, on=lesson)
    return lesson
