"""Reports of blocks and questions, as lists."""

from django.db.models import QuerySet

from moothall.kit import clock
from moothall.kit.pages import Slice, keyset
from moothall.people.models import User
from moothall.records.models import Matter, Report

PAGE = 40


def every(user: User, *, which: str, after: str | None) -> Slice[Report]:
    """Reports: `waiting` by the day they are due, `mine`, `blocks` that were not answered in time, or `answered`."""
    rows = Report.objects.visible_to(user).select_related("system", "asked_by", "answered_by")
    if which == "mine":
        return keyset(rows.filter(asked_by=user), by=("-asked_at", "-pk"), after=after, size=PAGE)
    if which == "blocks":
        return keyset(unanswered_blocks(rows), by=("asked_at", "pk"), after=after, size=PAGE)
    if which == "answered":
        answered = rows.filter(answered_at__isnull=False)
        return keyset(answered, by=("-answered_at", "-pk"), after=after, size=PAGE)
    return keyset(rows.waiting(), by=("asked_at", "pk"), after=after, size=PAGE)


def unanswered_blocks(rows: QuerySet[Report] | None = None) -> QuerySet[Report]:
    """Blocks that were not answered in time: each is a risk of not doing, for an appraisal to weigh."""
    every_one = Report.objects.all() if rows is None else rows
    return every_one.filter(matter=Matter.BLOCK, answered_at__isnull=True, due_on__lt=clock.today())
