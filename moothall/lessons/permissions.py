"""Who may do what in the lessons room. What may be read is `visible_to`; here is what may be done."""

from moothall.lessons import whole
from moothall.lessons.matters import may_use
from moothall.lessons.models import Item, ItemKind, Lesson
from moothall.people.models import Role, User

DRAWN_FROM = (ItemKind.LESSON.value, ItemKind.OTHER.value)  # feeds of Atom and RSS do not say what a thing is


def can_write(by: User) -> bool:
    """Write lessons and use those of others: staff and councillors."""
    return by.is_active and not by.is_guest


def keeps_lessons(by: User) -> bool:
    """Look after everybody's published lessons: risk managers."""
    return by.has_role(Role.RISK_MANAGER)


def can_write_draft(by: User, lesson: Lesson) -> bool:
    """Write on, throw away or publish a draft: whoever wrote it, and nobody in their place."""
    return can_write(by) and lesson.is_draft and lesson.author_id == by.pk


def can_correct(by: User, lesson: Lesson) -> bool:
    """Write a lesson that replaces a published one: whoever wrote that, and who looks after lessons."""
    return can_write(by) and not lesson.is_draft and not lesson.is_withdrawn and _looks_after(by, lesson)


def can_put_public(by: User, lesson: Lesson) -> bool:
    """Put a lesson on the public site, or take it off: whoever wrote it, and who looks after lessons.

    What was brought in from another body is theirs to publish.
    """
    return can_correct(by, lesson) and lesson.author_id is not None


def can_withdraw(by: User, lesson: Lesson) -> bool:
    """Withdraw a published lesson: whoever wrote it, who looks after lessons, and moderators."""
    if not can_write(by) or lesson.is_draft or lesson.is_withdrawn:
        return False
    return _looks_after(by, lesson) or by.has_role(Role.MODERATOR)


def can_read_withdrawn(by: User, lesson: Lesson) -> bool:
    """Read the words of a lesson that was withdrawn: who wrote it, and those who may withdraw any."""
    return can_write(by) and (_looks_after(by, lesson) or by.has_role(Role.MODERATOR))


def can_use(by: User, thing: str) -> bool:
    """Say what is done with a lesson for a thing: whoever its room lets."""
    return can_write(by) and may_use(by, thing)


def can_follow_bodies(by: User) -> bool:
    """Follow what other bodies publish, look now, and end that: administrators."""
    return by.has_role(Role.ADMINISTRATOR)


def can_bring_in(by: User) -> bool:
    """Bring a lesson of another body in, to be used here: staff and councillors."""
    return can_write(by)


def can_draw(by: User, item: Item) -> bool:
    """Begin a lesson of one's own from what another body says of a lesson without saying all: staff and councillors."""
    return can_write(by) and item.kind in DRAWN_FROM and whole.lesson(item) is None


def _looks_after(by: User, lesson: Lesson) -> bool:
    return keeps_lessons(by) or lesson.author_id == by.pk
