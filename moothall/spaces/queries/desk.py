"""What is new for a person: the main card of the desk."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import F, FilteredRelation, Q, TextField
from django.db.models.functions import Left

from moothall.kit import clock
from moothall.kit.registries import Person
from moothall.people import grants
from moothall.people.models import User
from moothall.spaces.models import Conversation, Mention, Post, Space
from moothall.spaces.queries import spaces
from moothall.spaces.text import markdown

MOST = 6
MENTIONS = 40  # the newest that are looked at
NEWS = timedelta(days=90)  # what is older is not new, even to someone who was away
EXCERPT = 140


@dataclass(frozen=True)
class News:
    """A conversation with something new in it; `new` is None when some posts are new, but not how many."""

    conversation: Conversation
    latest: Post | None
    excerpt: str
    named: bool
    new: int | None
    url: str


@dataclass(frozen=True)
class Card:
    """New in your spaces; or, where there is nothing to show, where to begin."""

    news: list[News]
    spaces: int
    to_join: list[Space]


def card(person: Person) -> Card:
    """What is new for this person, in four queries at most."""
    user = person
    assert isinstance(user, User)  # noqa: S101  the desk is shown to users only
    belongs = user.memberships.count()
    named, unread = _named(user), _unread(user) if belongs else []
    rows = sorted({row.pk: row for row in [*named.values(), *unread]}.values(), key=_newest_first)[:MOST]
    if not rows:
        return Card([], belongs, [] if belongs else spaces.to_join(user))
    latest = _latest(rows)
    return Card([_news(row, latest.get(row.pk), named=row.pk in named) for row in rows], belongs, [])


def _newest_first(row: Conversation) -> tuple[float, int]:
    return -row.last_post_at.timestamp(), -row.pk


def _unread(user: User) -> list[Conversation]:
    """The newest conversations with unread posts in the spaces that this person belongs to."""
    recent = spaces.unread(user).filter(last_post_at__gt=clock.now() - NEWS)
    return list(recent.select_related("space").order_by("-last_post_at", "-pk")[:MOST])


def _named(user: User) -> dict[int, Conversation]:
    """Conversations in which an unread post names this person, member or not; the newest mentions are looked at."""
    mine = FilteredRelation("post__conversation__read_marks", condition=Q(post__conversation__read_marks__user=user))
    rows = (
        Mention.objects.filter(user=user, post__removed_at__isnull=True, post__created_at__gt=clock.now() - NEWS)
        .filter(post__conversation__space__in=grants.held(user, "space"))
        .annotate(mark=mine, read_to=F("mark__number"))
        .filter(Q(read_to__isnull=True) | Q(read_to__lt=F("post__number")))
        .select_related("post__conversation__space")
        .defer("post__body", "post__html")
        .order_by("-post")[:MENTIONS]
    )
    return {mention.post.conversation_id: mention.post.conversation for mention in rows}


def _latest(rows: Iterable[Conversation]) -> dict[int, Post]:
    """The newest post of each conversation with its first words, if it was not removed."""
    newest = Post.objects.standing().filter(conversation__in=rows, number=F("conversation__last_number"))
    start = Left("html", 1200, output_field=TextField())
    posts = newest.annotate(start=start).select_related("author").defer("html", "body")
    return {post.conversation_id: post for post in posts}


def _news(row: Conversation, latest: Post | None, *, named: bool) -> News:
    joined = getattr(row, "joined", None)
    new = row.new_since(getattr(row, "read_to", None), joined) if joined else None
    words = markdown.plain(getattr(latest, "start", ""))
    excerpt = words if len(words) <= EXCERPT else words[:EXCERPT].rsplit(" ", 1)[0] + "…"
    return News(row, latest, excerpt, named, new, f"{row.get_absolute_url()}#new")
