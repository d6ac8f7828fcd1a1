"""Publishing a lesson in the hall and on the public site, and withdrawing it. Published words stay."""

from moothall import audit
from moothall.kit import clock
from moothall.kit.permissions import require
from moothall.lessons import documents, permissions, telling
from moothall.lessons.actions.drafts import locked
from moothall.lessons.models import HALL, Lesson
from moothall.lessons.queries.readiness import missing
from moothall.people import grants
from moothall.people.models import Kind, User
from moothall.policies import gate
from moothall.policies.models import Capability


class NotReady(Exception):  # noqa: N818  says what is the matter
    """Something is missing without which nobody could learn from it."""


@audit.act
def publish(lesson: Lesson, *, by: User) -> Lesson:
    """Let all staff and councillors read a draft of one's own, as it stands from now on.

    Raises `NotReady` where something is missing.
    """
    lesson = locked(lesson)
    require(permissions.can_write_draft(by, lesson))
    if missing(lesson):
        raise NotReady
    lesson.published_at, lesson.published_by = clock.now(), by
    lesson.save(update_fields=["published_at", "published_by"])
    let_in()
    _announce(lesson)
    audit.record("lesson.published", by=by, on=lesson, kind=lesson.kind)
    return lesson


@audit.act
def publish_public(lesson: Lesson, *, by: User) -> Lesson:
    """Put a published lesson on the public site, where anybody may read it and use it under its licence."""
    lesson = locked(lesson)
    require(permissions.can_put_public(by, lesson))
    gate.require(by, Capability.PUBLISH)
    if not lesson.is_public:
        lesson.public_at, lesson.public_by = clock.now(), by
        lesson.save(update_fields=["public_at", "public_by"])
        documents.changed(lesson)
        audit.record("lesson.put_public", by=by, on=lesson)
    return lesson


@audit.act
def withdraw_public(lesson: Lesson, *, by: User) -> Lesson:
    """Take a lesson off the public site; it stays in the hall."""
    lesson = locked(lesson)
    require(permissions.can_put_public(by, lesson))
    if lesson.is_public:
        lesson.public_at = lesson.public_by = None
        lesson.save(update_fields=["public_at", "public_by"])
        documents.changed(lesson)
        audit.record("lesson.taken_off_public", by=by, on=lesson)
    return lesson


@audit.act
def withdraw(lesson: Lesson, *, by: User, reason: str) -> Lesson:
    """Stand by a lesson no longer, for a reason: it is offered to nobody, and off the public site. It stays withdrawn.

    Raises ValueError without a reason.
    """
    lesson = locked(lesson)
    require(permissions.can_withdraw(by, lesson))
    if not reason.strip():
        raise ValueError("Say why it is withdrawn.")
    lesson.withdrawn_at, lesson.withdrawn_by, lesson.withdrawn_reason = clock.now(), by, reason.strip()
    lesson.public_at = lesson.public_by = None
    lesson.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_reason", "public_at", "public_by"])
    _announce(lesson)
    telling.withdrawn(lesson, by=by)
    audit.record("lesson.withdrawn", by=by, on=lesson)
    return lesson


def let_in() -> None:
    """Write who may read what is published: all staff and councillors."""
    for kind in (Kind.STAFF, Kind.COUNCILLOR):
        grants.give(HALL, f"kind:{kind.value}")


def _announce(lesson: Lesson) -> None:
    """What it says, and what it replaces, is otherwise to be found from now on."""
    documents.changed(lesson, *([lesson.replaces] if lesson.replaces is not None else []))
