"""What is new for a person: the main card of the desk."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Exists, IntegerField, OuterRef, Subquery, TextField
from django.db.models.functions import Coalesce, Left

from moothall.kit import clock
from moothall.kit.registries import Person
from moothall.people.models import User
from moothall.spaces.models import Conversation, Mention, Post, ReadMark, Space
from moothall.spaces.queries import spaces
from moothall.spaces.text import markdown

MOST = 6
NEWS = timedelta(days=90)  # what is older is not new, even to someone who was away
EXCERPT = 140


@dataclass(frozen=True)
class News:
    """A conversation with something new in it."""

    conversation: Conversation
    latest: Post | None
    excerpt: str
    named: bool
    new: int
    url: str


@dataclass(frozen=True)
class Card:
    """New in your spaces; or, where there is nothing to show, where to begin."""

    news: list[News]
    spaces: int
    to_join: list[Space]


def card(person: Person) -> Card:
    """What is new for this person, in three queries or four."""
    user = person
    assert isinstance(user, User)  # noqa: S101  the desk is shown to users only
    belongs = Space.objects.joined_by(user).count()
    named, unread = _named(user), _unread(user) if belongs else []
    rows = sorted({row.pk: row for row in [*unread, *named]}.values(), key=_newest_first)[:MOST]
    if not rows:
        return Card([], belongs, [] if belongs else spaces.to_join(user))
    return Card(_told(rows, {row.pk for row in named}), belongs, [])


def _newest_first(row: Conversation) -> tuple[float, int]:
    return -row.last_post_at.timestamp(), -row.pk


def _unread(user: User) -> list[Conversation]:
    """The newest conversations with unread posts in the spaces that this person belongs to."""
    recent = Conversation.objects.visible_to(user).filter(last_post_at__gt=clock.now() - NEWS)
    rows = spaces.unread(spaces.of_member(recent, user), user)
    news = {"new": spaces.unread_count(user), "first_new": spaces.first_unread(user), "latest": _latest()}
    return list(rows.annotate(**news).select_related("space").order_by("-last_post_at", "-pk")[:MOST])


def _named(user: User) -> list[Conversation]:
    """The newest conversations in which an unread post names this person, member or not."""
    recent = Mention.objects.filter(user=user, post__created_at__gt=clock.now() - NEWS)
    mark = ReadMark.objects.filter(user=user, conversation=OuterRef("pk")).values("number")
    naming = recent.filter(
        post__conversation=OuterRef("pk"), post__number__gt=OuterRef("read_to"), post__removed_at__isnull=True
    )
    rows = (
        Conversation.objects.visible_to(user)
        .filter(pk__in=recent.values("post__conversation"))
        .alias(read_to=Coalesce(Subquery(mark), 0, output_field=IntegerField()))
        .filter(Exists(naming))
        .annotate(first_named=Subquery(naming.order_by("post").values("post")[:1]), latest=_latest())
    )
    return list(rows.select_related("space").order_by("-last_post_at", "-pk")[:MOST])


def _latest() -> Subquery:
    standing = Post.objects.standing().filter(conversation=OuterRef("pk"))
    return Subquery(standing.order_by("-number").values("pk")[:1])


def _told(rows: list[Conversation], named: set[int]) -> list[News]:
    """Each conversation with its newest post, and the address of what is new in it."""
    latest = _posts(getattr(row, "latest", None) for row in rows)
    return [_news(row, latest.get(row.pk), named=row.pk in named) for row in rows]


def _posts(pks: Iterable[int | None]) -> dict[int, Post]:
    wanted = [pk for pk in pks if pk is not None]
    start = Left("html", 1200, output_field=TextField())
    posts = Post.objects.filter(pk__in=wanted).standing().annotate(start=start).select_related("author")
    return {post.conversation_id: post for post in posts.defer("html", "body")}


def _news(row: Conversation, latest: Post | None, *, named: bool) -> News:
    target = getattr(row, "first_named", None) or getattr(row, "first_new", None) or (latest.pk if latest else None)
    url = Post(pk=target).get_absolute_url() if target else row.get_absolute_url()
    words = markdown.plain(getattr(latest, "start", ""))
    excerpt = words if len(words) <= EXCERPT else words[:EXCERPT].rsplit(" ", 1)[0] + "…"
    return News(row, latest, excerpt, named, getattr(row, "new", 0), url)
