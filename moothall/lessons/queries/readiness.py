"""What a draft lacks without which nobody could learn from it."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from moothall.lessons.models import Lesson
from moothall.policies import checks
from moothall.policies.checks import Finding


@dataclass(frozen=True)
class Missing:
    """One thing that is missing: the field of the form in which it is written, and what to do, in words."""

    field: str
    words: str


def missing(lesson: Lesson) -> list[Missing]:
    """What is to be written before it can be published, in the order of the form."""
    asked = {
        "context": _("Say where and when it was"),
        "happened": _("Say what happened"),
        "why": _("Say why it happened"),
        "would_do": _("Say what you would do another time"),
    }
    found = [Missing(field, words) for field, words in asked.items() if not getattr(lesson, field)]
    if not lesson.subjects.exists():
        found.append(Missing("applies_to", _("Say what it applies to, so that it is found when it is needed")))
    return found


def look(lesson: Lesson) -> Sequence[Finding]:
    """What in its words looks like numbers about people."""
    return checks.look("\n".join([lesson.title, lesson.context, lesson.happened, lesson.why, lesson.would_do]))
