"""Saying what is done with a lesson: it is adopted for a matter, or not applicable to it and why."""

from moothall import audit
from moothall.kit.permissions import require
from moothall.lessons import permissions, telling
from moothall.lessons.actions.drafts import locked
from moothall.lessons.models import Lesson, LessonUse, Verdict
from moothall.people.models import User


class NoLongerOffered(Exception):  # noqa: N818  says what is the matter
    """The lesson was withdrawn or replaced meanwhile."""


@audit.act
def record_use(lesson: Lesson, *, by: User, thing: str, verdict: Verdict, reason: str = "") -> LessonUse:
    """Say what is done with a lesson for a thing (`initiative:7`); said twice the same way, said once.

    Whoever thinks otherwise later says so: the earlier verdict stays, and the last one counts. Raises `NoLongerOffered`
    where the lesson does not stand, ValueError for "not applicable" without a reason.
    """
    lesson = locked(lesson)
    require(permissions.can_use(by, thing) and Lesson.objects.visible_to(by).filter(pk=lesson.pk).exists())
    if not Lesson.objects.standing().filter(pk=lesson.pk).exists():
        raise NoLongerOffered
    why = reason.strip()
    if verdict == Verdict.NOT_APPLICABLE and not why:
        raise ValueError("Say why it is not applicable.")
    last = LessonUse.objects.filter(lesson=lesson, thing=thing).order_by("-number").first()
    if last is not None and (last.verdict, last.reason) == (verdict, why):
        return last
    number = last.number + 1 if last is not None else 1
    use = LessonUse.objects.create(lesson=lesson, thing=thing, number=number, verdict=verdict, reason=why, by=by)
    telling.used(use, by=by)
    audit.record("lesson.used", by=by, on=lesson, thing=thing, verdict=verdict)
    return use
