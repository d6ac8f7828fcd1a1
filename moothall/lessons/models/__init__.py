"""Lessons: what was learned from a success or a failure, and who used it again; and what other bodies publish."""

from moothall.lessons.choices import Licence, Outcome, Verdict
from moothall.lessons.models import frozen as _frozen  # noqa: F401 - declares the guards
from moothall.lessons.models.drawn import Drawn
from moothall.lessons.models.exchange import Brought, Item, ItemKind, Subscription
from moothall.lessons.models.lessons import HALL, PARTS, Lesson, LessonAbout, Subject
from moothall.lessons.models.uses import LessonUse

__all__ = [
    "HALL",
    "PARTS",
    "Brought",
    "Drawn",
    "Item",
    "ItemKind",
    "Lesson",
    "LessonAbout",
    "LessonUse",
    "Licence",
    "Outcome",
    "Subject",
    "Subscription",
    "Verdict",
]
