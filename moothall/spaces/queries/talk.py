"""A conversation as its page shows it, and the conversations of a space."""

from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, IntegerField, OuterRef, Prefetch, QuerySet, Subquery
from django.db.models.functions import Coalesce

from moothall.kit.pages import Slice, keyset
from moothall.people.models import User
from moothall.spaces.models import PAGE, Attachment, Conversation, Membership, Post, ReadMark, Space
from moothall.spaces.queries import spaces

CONVERSATIONS = 25


@dataclass(frozen=True)
class Page:
    """One page of a conversation."""

    number: int
    pages: int
    posts: list[Post]
    last: int  # the number of the last post on it
    read_to: int  # how far this person had read before

    @property
    def earlier(self) -> int | None:
        """The page of older posts."""
        return self.number - 1 if self.number > 1 else None

    @property
    def later(self) -> int | None:
        """The page of newer posts."""
        return self.number + 1 if self.number < self.pages else None

    @property
    def reaches_further(self) -> bool:
        """Whether opening it moves this person's mark on."""
        return self.last > self.read_to

    @property
    def people(self) -> list[User]:
        """Who wrote the posts on it, in the order in which they came in."""
        return list({post.author_id: post.author for post in self.posts}.values())


def conversations(user: User | AnonymousUser) -> QuerySet[Conversation]:
    """Conversations this person may read, with their space, who started them, how many wrote and what was read."""
    mark = ReadMark.objects.filter(conversation=OuterRef("pk"), user=user if user.pk else None).values("number")
    writers = Post.objects.filter(conversation=OuterRef("pk")).order_by().values("conversation")
    return (
        Conversation.objects.visible_to(user)
        .select_related("space", "started_by")
        .annotate(
            read_to=Coalesce(Subquery(mark), 0, output_field=IntegerField()),
            writers=Coalesce(
                Subquery(writers.annotate(n=Count("author", distinct=True)).values("n")),
                0,
                output_field=IntegerField(),
            ),
        )
    )


def page(conversation: Conversation, *, number: int) -> Page:
    """The posts of one page, which is a range of numbers, with their authors and files."""
    number = min(max(number, 1), conversation.pages)
    first = (number - 1) * PAGE + 1
    files = Prefetch("attachments", queryset=Attachment.objects.order_by("pk"))
    rows = (
        Post.objects.filter(conversation=conversation, number__range=(first, first + PAGE - 1))
        .select_related("author__team", "removed_by")
        .prefetch_related(files)
        .order_by("number")
    )
    posts = list(rows)
    for post in posts:
        post.conversation = conversation
    last = posts[-1].number if posts else 0
    return Page(number, conversation.pages, posts, last, getattr(conversation, "read_to", 0))


def in_space(space: Space, *, user: User, after: str | None) -> Slice[Conversation]:
    """The conversations of a space, the one last written in first, with how many posts are new to a member."""
    rows: QuerySet[Conversation] = (
        Conversation.objects.filter(space=space).visible_to(user).select_related("started_by")
    )
    if space.membership_of(user) is not None:
        news = {"new": spaces.unread_count(user), "new_from": spaces.first_unread(user)}
        rows = spaces.of_member(rows, user).annotate(**news)
    return keyset(rows, by=("-last_post_at", "-pk"), after=after, size=CONVERSATIONS)


def members(space: Space) -> QuerySet[Membership]:
    """Who belongs to a space."""
    return space.memberships.active().select_related("user")
