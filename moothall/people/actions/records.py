"""What the hall holds about a person: handed out, put right; and the log of the staff desk."""

from moothall import audit
from moothall.kit import clock
from moothall.kit.permissions import require
from moothall.people import permissions
from moothall.people.models import Correction, User


@audit.act
def export_data(user: User, *, by: User, reason: str) -> None:
    """Note that a copy of what is held about a person was made, by whom and why."""
    require(permissions.can_export(by, user))
    audit.record("person.data_exported", by=by, on=user, own=by.pk == user.pk, private={"reason": reason})


@audit.act
def ask_correction(user: User, *, by: User, asked: str) -> Correction:
    """Ask for something the hall holds about oneself to be put right."""
    require(by.is_active and by.pk == user.pk)
    correction = Correction.objects.create(user=user, asked=asked)
    audit.record("person.correction_asked", by=by, on=user, correction=correction.pk)
    return correction


@audit.act
def answer_correction(correction: Correction, *, by: User, answer: str) -> Correction:
    """Say what was put right, or why it was not."""
    correction = Correction.objects.select_for_update().get(pk=correction.pk)
    require(permissions.can_answer_corrections(by) and correction.answered_at is None)
    correction.answer, correction.answered_by, correction.answered_at = answer, by, clock.now()
    correction.save(update_fields=["answer", "answered_by", "answered_at"])
    audit.record("person.correction_answered", by=by, on=correction.user, correction=correction.pk)
    return correction


@audit.act
def begin_staff_session(*, by: User, reason: str, minutes: int) -> None:
    """Let an administrator look into the tables for some minutes, with a reason."""
    require(permissions.can_administer(by))
    audit.record("staff_session.opened", by=by, on=by, private={"reason": reason}, minutes=minutes)


@audit.act
def note_look(*, by: User, page: str) -> None:
    """Put on record which page of the tables an administrator looked at."""
    require(permissions.can_administer(by))
    audit.record("staff_session.looked", by=by, page=page)
