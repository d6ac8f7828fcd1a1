"""Whom something in this room concerns. What each of them may be told of it is in `told`."""

from moothall import notices
from moothall.lessons.models import HALL, Lesson, LessonUse
from moothall.people.models import User

USED, WITHDRAWN = "lessons.used", "lessons.withdrawn"


def used(use: LessonUse, *, by: User) -> None:
    """Tell the author what somebody did with their lesson; what was said of that matter before makes way."""
    earlier = LessonUse.objects.filter(lesson=use.lesson_id, thing=use.thing, number__lt=use.number)
    notices.withdraw("lesson use", list(earlier.values_list("pk", flat=True)))
    if use.lesson.author_id:
        notices.tell(USED, people=[use.lesson.author_id], subject=use.pk, place=HALL, by=by)


def withdrawn(lesson: Lesson, *, by: User) -> None:
    """Tell the author that somebody else withdrew their lesson."""
    if lesson.author_id:
        notices.tell(WITHDRAWN, people=[lesson.author_id], subject=lesson.pk, place=HALL, by=by)
