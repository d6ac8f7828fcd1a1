"""What can be measured of talk: how much there is, how much of it is in the open, and whether questions are answered.

Everything counts posts and conversations over days; nobody is counted by name.
"""

from datetime import datetime

from django.db.models import Min, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from moothall.kit import clock, workdays
from moothall.kit.measuring import Period, over_days, rate, share
from moothall.kit.registries import Measured
from moothall.people.models import User
from moothall.spaces.models import Conversation, Openness, Post
from moothall.spaces.queries import questions

ANSWERED_WITHIN = 2  # working days


def _posts(period: Period) -> QuerySet[Post]:
    said = Post.objects.filter(created_at__gte=period.start, created_at__lt=period.end)
    return said.filter(removed_at__isnull=True)


@over_days
def in_the_open(period: Period) -> Measured:
    """Of the posts of these days that stand: how many lie in spaces that are open now, in 100."""
    said = _posts(period)
    total, in_open = said.count(), said.filter(conversation__space__openness=Openness.OPEN).count()
    return share(in_open, total, why_none=_("Nobody wrote a post in these days."))


@over_days
def posts_a_person(period: Period) -> Measured:
    """Posts of these days that stand, for each person who may come in, a week."""
    people = User.objects.active().filter(joined_at__lt=period.end).count()
    return rate(_posts(period).count(), people=people, period=period, why_none=_("Nobody may come in."))


@over_days
def answered_in_time(period: Period) -> Measured:
    """Of the questions of these days: how many somebody else answered within two working days, in 100.

    A question whose two days are not over counts once it is answered.
    """
    rows = questions.asked().filter(created_at__gte=period.start, created_at__lt=period.end)
    first = dict(_first_answers(rows))
    judged = [_in_time(asked, first.get(pk)) for pk, asked in rows.values_list("pk", "created_at")]
    known = [one for one in judged if one is not None]
    return share(sum(known), len(known), why_none=_("No question was asked in these days, or all are still in time."))


def _first_answers(rows: QuerySet[Conversation]) -> "QuerySet[Post, tuple[int, datetime]]":
    """When each of these was first answered, by the conversation's key."""
    said = Post.objects.filter(conversation__in=rows.values("pk"), number__gt=1, removed_at__isnull=True)
    by_others = said.exclude(author=questions.asker()).order_by().values("conversation")
    return by_others.values_list("conversation", Min("created_at"))


def _in_time(asked_at: datetime, answered_at: datetime | None) -> bool | None:
    """Whether a question was answered in time; None while it still can be."""
    last = workdays.after(timezone.localdate(asked_at), ANSWERED_WITHIN)
    if answered_at is not None:
        return timezone.localdate(answered_at) <= last
    return False if last < clock.today() else None
