"""What is new for a person: the main card of the desk."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import cast

from django.db.models import F, FilteredRelation, Q, QuerySet, TextField
from django.db.models.functions import Left

from moothall.kit import clock, markdown
from moothall.kit.prepared import prepared
from moothall.kit.registries import Person
from moothall.notices import queries as notices
from moothall.people import grants
from moothall.people.models import User
from moothall.spaces.models import Conversation, Mention, Post, Space
from moothall.spaces.queries import spaces

MOST = 6
MENTIONS = 40  # the newest that are looked at
NEWS = timedelta(days=90)  # what is older is not new, even to someone who was away
EXCERPT = 140


@dataclass(frozen=True)
class News:
    """A conversation with something new in it; `new` is None when some posts are new, but not how many."""

    conversation: Conversation
    latest: "Latest | None"
    named: bool
    new: int | None
    url: str


@dataclass(frozen=True)
class Latest:
    """The newest post of a conversation: who wrote it, and its first words."""

    author: str
    excerpt: str


@dataclass(frozen=True)
class Card:
    """New in your spaces; or, where there is nothing to show, where to begin."""

    news: list[News]
    spaces: int | None  # how many, counted only where nothing is new
    to_join: list[Space]


def rest(person: Person) -> Card | None:
    """The card, less what their notices on the same desk tell of; None if that is all."""
    whole = card(person)
    told = notices.on_desk(cast(User, person))
    news = [item for item in whole.news if f"conversation:{item.conversation.pk}" not in told]
    return None if whole.news and not news else replace(whole, news=news)


def card(person: Person) -> Card:
    """What is new for this person, in four queries at most."""
    user = person
    assert isinstance(user, User)  # noqa: S101  the desk is shown to users only
    named = {row.pk: row for row in _named(user)}
    rows = sorted((named | {row.pk: row for row in _unread(user)}).values(), key=_newest_first)[:MOST]
    if not rows:
        belongs = user.memberships.count()
        return Card([], belongs, [] if belongs else spaces.to_join(user))
    latest = _latest(rows)
    return Card([_news(row, latest.get(row.pk), named=row.pk in named) for row in rows], None, [])


def _newest_first(row: Conversation) -> tuple[float, int]:
    return -row.last_post_at.timestamp(), -row.pk


def _unread(user: User) -> list[Conversation]:
    """The newest conversations with unread posts in the spaces that this person belongs to."""
    return _unread_since(user.pk, grants.listed(user, "space"), clock.now() - NEWS)


@prepared
def _unread_since(user: int, held: list[int], since: datetime) -> QuerySet[Conversation]:
    recent = spaces.unread(user, held).filter(last_post_at__gt=since)
    return recent.select_related("space").order_by("-last_post_at", "-pk")[:MOST]


def _named(user: User) -> list[Conversation]:
    """Conversations in which an unread post names this person, member or not; the newest mentions are looked at."""
    return _named_since(user.pk, grants.listed(user, "space"), clock.now() - NEWS)


@prepared
def _named_since(user: int, held: list[int], since: datetime) -> QuerySet[Conversation]:
    mine = FilteredRelation("post__conversation__read_marks", condition=Q(post__conversation__read_marks__user=user))
    newest = (
        Mention.objects.annotate(mark=mine)
        .filter(
            Q(mark__number__isnull=True) | Q(mark__number__lt=F("post__number")),
            user=user,
            post__removed_at__isnull=True,
            post__created_at__gt=since,
            post__conversation__space__in=held,
        )
        .order_by("-post")
        .values("post__conversation")[:MENTIONS]
    )
    return Conversation.objects.filter(pk__in=newest).select_related("space")


def _latest(rows: Collection[Conversation]) -> Mapping[int, Latest]:
    """The newest post of each conversation with its first words, if it was not removed."""
    return {pk: Latest(author, _excerpt(html)) for pk, author, html in _newest([row.pk for row in rows])}


@prepared
def _newest(conversations: list[int]) -> "QuerySet[Post, tuple[int, str, str]]":
    newest = Post.objects.filter(
        conversation__in=conversations, number=F("conversation__last_number"), removed_at__isnull=True
    )
    return newest.values_list("conversation", "author__name", Left("html", 1200, output_field=TextField()))


def _excerpt(html: str) -> str:
    words = markdown.plain(html)
    return words if len(words) <= EXCERPT else words[:EXCERPT].rsplit(" ", 1)[0] + "…"


def _news(row: Conversation, latest: Latest | None, *, named: bool) -> News:
    joined = getattr(row, "joined", None)
    new = row.new_since(getattr(row, "read_to", None), joined) if joined else None
    return News(row, latest, named, new, f"{row.get_absolute_url()}#new")
