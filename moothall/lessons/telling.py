"""Whom something in this room concerns. What each may be told of it is in `told` and `told_of_others`."""

from collections.abc import Sequence
from datetime import timedelta

from django.utils import timezone

from moothall import notices
from moothall.kit import clock
from moothall.lessons.models import HALL, Brought, Drawn, Item, Lesson, LessonUse, Subscription
from moothall.notices.stamps import stamped
from moothall.people.models import Role, User

USED, WITHDRAWN = "lessons.used", "lessons.withdrawn"
NEWS, FAILING = "lessons.news", "lessons.body_failing"
LONG_FAILING = timedelta(days=3)  # until then it is tried again without a word


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


def news(body: Subscription, came: Sequence[Item]) -> None:
    """Tell of what a body published anew: who follows it, who looks after lessons, and who used something of it.

    All that came with one look is told of once. What is there when it is first looked at is news to nobody.
    """
    if not came or body.read_at is None:
        return
    people = {body.added_by_id} if body.added_by_id else set()
    people.update(User.objects.active().filter(role_holdings__role=Role.RISK_MANAGER).values_list("pk", flat=True))
    people.update(Brought.objects.filter(item__subscription=body).values_list("by", flat=True))
    people.update(Drawn.objects.filter(item__subscription=body).values_list("by", flat=True))
    notices.tell(NEWS, people=people, subject=came[-1].pk, place=HALL, by=None)


def failing(body: Subscription) -> None:
    """Tell that a feed could not be read for days: who subscribed to it; if they can do nothing, all who can."""
    since = body.failing_since
    if since is None or since > clock.now() - LONG_FAILING:
        return
    able = User.objects.active().filter(role_holdings__role=Role.ADMINISTRATOR)
    everybody = list(able.values_list("pk", flat=True))
    people = [body.added_by_id] if body.added_by_id in everybody else everybody
    notices.tell(FAILING, people=people, subject=stamped(body.pk, timezone.localdate(since)), place=HALL, by=None)


def heard(body: Subscription) -> None:
    """It can be read again, or is no longer followed: nobody has to do anything about it."""
    if body.failing_since is not None:
        notices.withdraw("failing body", [stamped(body.pk, timezone.localdate(body.failing_since))])
