"""Writing a lesson: a draft is its author's alone until it is published."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from moothall import audit
from moothall.kit import clock
from moothall.kit.permissions import require
from moothall.lessons import permissions
from moothall.lessons.matters import named
from moothall.lessons.models import Lesson, LessonAbout, Licence, Outcome, Subject
from moothall.lessons.words import plain_subjects
from moothall.people.models import User
from moothall.records import holding
from moothall.records.actions.holds import HeldError, refusals_recorded

LONGEST = 6_000  # characters of each part
MOST_ABOUT = 12  # things that one lesson is about


class ChangedMeanwhile(Exception):  # noqa: N818  says what is the matter
    """The draft was saved in another window since this one showed it."""


@dataclass(frozen=True)
class LessonWords:
    """What a lesson says; `applies_to` are a few subjects, `about` keys of things of the hall (`initiative:7`)."""

    kind: Outcome
    title: str
    context: str = ""
    happened: str = ""
    why: str = ""
    would_do: str = ""
    applies_to: tuple[str, ...] = ()
    about: tuple[str, ...] = ()
    licence: Licence = Licence.OGL


@audit.act
def draft(*, by: User, words: LessonWords, replaces: Lesson | None = None, token: UUID | None = None) -> Lesson:
    """Begin a lesson, which nobody but its author sees. The same form sent twice begins it once.

    `replaces` is a published lesson that this one corrects. Raises ValueError for words that cannot be kept, and for a
    thing that does not exist for this person.
    """
    require(permissions.can_write(by))
    User.objects.select_for_update().get(pk=by.pk)  # so that of the same form sent twice at once the second waits
    begun = Lesson.objects.filter(token=token, author=by).first() if token else None
    if begun is not None:
        return begun
    if replaces is not None:
        replaces = locked(replaces)
        require(permissions.can_correct(by, replaces))
    lesson = Lesson(author=by, team=by.team, replaces=replaces, token=token)
    _write(lesson, words)
    lesson.save(force_insert=True)
    _write_parts(lesson, words, by=by)
    audit.record("lesson.drafted", by=by, on=lesson)
    return lesson


@audit.act
def edit_draft(lesson: Lesson, *, by: User, words: LessonWords, seen: datetime | None = None) -> Lesson:
    """Write on. `seen` is when it was last saved as the page showed it.

    Raises `ChangedMeanwhile` where it was saved since, `HeldError` where nothing would be left of what a hold covers,
    ValueError as `draft` does.
    """
    lesson = locked(lesson)
    require(permissions.can_write_draft(by, lesson))
    if seen is not None and seen != lesson.edited_at:
        raise ChangedMeanwhile
    says_nothing = not any(part.strip() for part in (words.context, words.happened, words.why, words.would_do))
    if says_nothing and holding.held(Lesson.objects.filter(pk=lesson.pk)).exists():
        raise HeldError(holding.refusal())
    _write(lesson, words)
    lesson.team, lesson.edited_at = by.team, clock.now()
    lesson.save(
        update_fields=["kind", "title", "context", "happened", "why", "would_do", "licence", "team", "edited_at"]
    )
    _write_parts(lesson, words, by=by)
    audit.record("lesson.draft_edited", by=by, on=lesson)
    return lesson


def discard_draft(lesson: Lesson, *, by: User) -> None:
    """Throw a draft away; nothing of it is kept. Raises `HeldError` for one that a hold covers."""
    with refusals_recorded(by=by, things=[lesson.thing]), audit.acting():
        lesson = locked(lesson)
        require(permissions.can_write_draft(by, lesson))
        audit.record("lesson.draft_discarded", by=by, on=lesson)
        lesson.delete()


def locked(lesson: Lesson) -> Lesson:
    """The lesson, locked, but not against rows that point at it: the guards have their own lock against those."""
    return Lesson.objects.select_for_update(no_key=True).get(pk=lesson.pk)


def _write(lesson: Lesson, words: LessonWords) -> None:
    lesson.kind, lesson.title, lesson.licence = Outcome(words.kind), words.title.strip(), Licence(words.licence)
    lesson.context, lesson.happened = words.context.strip(), words.happened.strip()
    lesson.why, lesson.would_do = words.why.strip(), words.would_do.strip()
    if not lesson.title or len(lesson.title) > 160:
        raise ValueError("A lesson has a title, and not a long one.")
    if any(len(part) > LONGEST for part in (lesson.context, lesson.happened, lesson.why, lesson.would_do)):
        raise ValueError("A lesson is read in a few minutes.")


def _write_parts(lesson: Lesson, words: LessonWords, *, by: User) -> None:
    """Keep what it applies to and is about: what is no longer said goes, what is new comes, the rest stays."""
    wanted = plain_subjects(words.applies_to)
    there = set(lesson.subjects.values_list("words", flat=True))
    lesson.subjects.exclude(words__in=wanted).delete()
    Subject.objects.bulk_create([Subject(lesson=lesson, words=each) for each in wanted if each not in there])
    things = tuple(dict.fromkeys(words.about))
    known = set(lesson.abouts.values_list("thing", flat=True))
    lesson.abouts.exclude(thing__in=things).delete()
    new = [thing for thing in things if thing not in known]
    _must_exist(new, by=by)
    if len(things) > MOST_ABOUT:
        raise ValueError("A lesson is about a few things.")
    LessonAbout.objects.bulk_create([LessonAbout(lesson=lesson, thing=thing) for thing in new])


def _must_exist(things: Iterable[str], *, by: User) -> None:
    wanted = list(things)
    if wanted and set(named(by, wanted)) != set(wanted):
        raise ValueError("A lesson is about things that its author can see.")
