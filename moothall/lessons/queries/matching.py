"""Lessons on like matters: found at the moment of need by what they say that they apply to.

A subject of a lesson (`school transport`) is met where all its words stand in the words of the matter, in whatever
order, case or ending. The more of its words are met the better a lesson fits; of two that fit alike the one published
last comes first. The same rows and words always give the same lessons.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from moothall.kit.apps import is_on
from moothall.lessons.models import Lesson, LessonAbout, LessonUse, Subject
from moothall.lessons.words import stems, stems_of_subject
from moothall.people.models import User

ROOM = "lessons"
OFFERED = 2  # lessons on one page: more would be read by nobody
SHOWN = 12  # verdicts on one page
MOST_MET = 2_000  # subjects that one matter can meet


@dataclass(frozen=True)
class Match:
    """A lesson that fits, and the subjects of it that were met."""

    lesson: Lesson
    subjects: tuple[str, ...]


@dataclass(frozen=True)
class Offer:
    """What a page of a matter shows of lessons: those on like matters, and what was done with others before."""

    thing: str
    matches: list[Match]
    done: list[LessonUse]
    may_use: bool


@dataclass
class _Score:
    """How well a lesson fits so far."""

    pk: int
    published_at: datetime | None
    subjects: list[str]
    words: set[str]

    @property
    def place(self) -> tuple[int, int, float, int]:
        """The higher, the better it fits."""
        published = self.published_at.timestamp() if self.published_at else 0.0
        return len(self.words), len(self.subjects), published, self.pk


def matching(text: str, person: User, *, subjects: Iterable[str] = (), limit: int = 5, thing: str = "") -> list[Match]:
    """The lessons that fit the words of a matter best, of those that stand and that this person may read.

    For a `thing` (`appraisal:3`) those are left out which are about it, or of which was said what is done there.
    """
    wanted = stems("\n".join([text, *subjects]))
    every = Subject.objects.values_list("words", flat=True).distinct()
    met = sorted((words for words in every if _is_met(words, wanted)), key=_widest)[:MOST_MET]
    if not met or limit < 1:
        return []
    scores: dict[int, _Score] = {}
    # By its subjects first and by what may be read of it then: the database would else look each lesson up for each.
    rows = Subject.objects.filter(words__in=met, lesson__published_at__isnull=False).order_by("pk")
    for pk, published_at, words in rows.values_list("lesson", "lesson__published_at", "words"):
        score = scores.setdefault(pk, _Score(pk, published_at, [], set()))
        score.subjects.append(words)
        score.words |= stems_of_subject(words)
    is_open = set(_open_for(thing, person).filter(pk__in=list(scores)).values_list("pk", flat=True))
    fitting = (score for score in scores.values() if score.pk in is_open)
    best = sorted(fitting, key=lambda score: score.place, reverse=True)[:limit]
    lessons = Lesson.objects.select_related("author", "team", "brought").in_bulk([score.pk for score in best])
    return [Match(lessons[score.pk], tuple(score.subjects)) for score in best]


def offer(person: User, thing: str, *, text: str, may_use: bool, limit: int = OFFERED) -> Offer | None:
    """What the page of a matter shows of lessons; None where there is nothing, and where the room is switched off."""
    if not is_on(ROOM):
        return None
    done = uses_of(thing, person)[:SHOWN]
    matches = matching(text, person, limit=limit, thing=thing)
    return Offer(thing, matches, done, may_use) if matches or done else None


def uses_of(thing: str, person: User) -> list[LessonUse]:
    """What was said last of each lesson for a thing: what was adopted first, then what was not applicable."""
    rows = LessonUse.objects.counting().filter(thing=thing, lesson__in=Lesson.objects.visible_to(person))
    return list(rows.select_related("lesson", "by").order_by("verdict", "-at", "-pk"))


def _open_for(thing: str, person: User) -> QuerySet[Lesson]:
    found = Lesson.objects.visible_to(person).standing()
    if not thing:
        return found
    about = LessonAbout.objects.filter(thing=thing).values("lesson")
    return found.exclude(pk__in=about).exclude(pk__in=LessonUse.objects.filter(thing=thing).values("lesson"))


def _is_met(words: str, wanted: frozenset[str]) -> bool:
    asked = stems_of_subject(words)
    return bool(asked) and asked <= wanted


def _widest(words: str) -> tuple[int, str]:
    """Subjects of more words come first, as they say more."""
    return -len(stems_of_subject(words)), words
