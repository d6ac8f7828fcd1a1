"""Makers of lessons for tests and the demo council; they call the real actions."""

from moothall.lessons.actions import drafts, publishing, uses
from moothall.lessons.actions.drafts import LessonWords
from moothall.lessons.models import Lesson, LessonUse, Outcome, Verdict
from moothall.people.models import User


def words(
    title: str = "Ask the front desk before you move their forms",
    *,
    kind: Outcome = Outcome.FAILURE,
    applies_to: tuple[str, ...] = ("forms", "front desk"),
    about: tuple[str, ...] = (),
    would_do: str = "Sit at the front desk for a day, then draw the form with those who use it.",
) -> LessonWords:
    """What a lesson says, with nothing missing."""
    return LessonWords(
        kind=kind,
        title=title,
        context="The library of Harrowby, last spring.",
        happened="We moved eleven forms to the web and left the counter without them.",
        why="Nobody had asked those who fill them in with people.",
        would_do=would_do,
        applies_to=applies_to,
        about=about,
    )


def draft(*, by: User, title: str = "Ask the front desk first", about: tuple[str, ...] = ()) -> Lesson:
    """A lesson that nobody but its author sees."""
    return drafts.draft(by=by, words=words(title, about=about))


def lesson(
    *,
    by: User,
    title: str = "Ask the front desk before you move their forms",
    kind: Outcome = Outcome.FAILURE,
    applies_to: tuple[str, ...] = ("forms", "front desk"),
    about: tuple[str, ...] = (),
    public: bool = False,
    replaces: Lesson | None = None,
) -> Lesson:
    """A published lesson."""
    begun = drafts.draft(by=by, words=words(title, kind=kind, applies_to=applies_to, about=about), replaces=replaces)
    published = publishing.publish(begun, by=by)
    return publishing.publish_public(published, by=by) if public else published


def adopted(lesson: Lesson, *, by: User, thing: str, reason: str = "") -> LessonUse:
    """That it was adopted for a thing."""
    return uses.record_use(lesson, by=by, thing=thing, verdict=Verdict.ADOPTED, reason=reason)


def set_aside(lesson: Lesson, *, by: User, thing: str, reason: str = "We have no counter.") -> LessonUse:
    """That it is not applicable to a thing."""
    return uses.record_use(lesson, by=by, thing=thing, verdict=Verdict.NOT_APPLICABLE, reason=reason)
