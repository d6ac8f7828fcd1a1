"""A conversation as its page shows it, and the conversations of a space."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import F, FilteredRelation, Q, QuerySet

from moothall.kit.pages import cut, keyset
from moothall.kit.prepared import prepared
from moothall.people import grants
from moothall.people.models import User
from moothall.spaces.models import PAGE, Attachment, Conversation, Membership, Post, Space
from moothall.spaces.queries import own, spaces

CONVERSATIONS = 25


@dataclass(frozen=True)
class Page:
    """One page of a conversation."""

    number: int
    pages: int
    posts: list[Post]
    files: Mapping[int, list[Attachment]]  # by post
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
    def first(self) -> int:
        """The number of the first post on it."""
        return self.posts[0].number if self.posts else 1

    @property
    def is_all(self) -> bool:
        """Whether the whole conversation stands on it."""
        return self.pages == 1

    @property
    def people(self) -> list[User]:
        """Who wrote the posts on it, in the order in which they came in."""
        return list({post.author_id: post.author for post in self.posts}.values())


def conversation(user: User, pk: int) -> Conversation | None:
    """A conversation this person may read, with its space, their place in it, how far they read, and what they keep."""
    found = next(iter(_conversation(pk, user.pk, grants.listed(user, "space"))), None)
    if found is not None:
        found.space.remember_membership(user, _membership(found, user))
    return found


def _membership(found: Conversation, user: User) -> Membership | None:
    """This person's membership of the space, as it came with the conversation."""
    pk = getattr(found, "member_key", None)
    if pk is None:
        return None
    return Membership(
        pk=pk,
        space=found.space,
        user=user,
        facilitator=found.member_facilitator,  # type: ignore[attr-defined]
        joined_at=found.member_since,  # type: ignore[attr-defined]
        added_by_id=found.member_by,  # type: ignore[attr-defined]
    )


@prepared
def _conversation(pk: int, user: int, held: list[int]) -> QuerySet[Conversation]:
    rows = Conversation.objects.filter(pk=pk, space__in=held).select_related("space", "started_by")
    rows = rows.annotate(
        poll_key=F("poll__pk"),
        member=FilteredRelation("space__memberships", condition=Q(space__memberships__user=user)),
        member_key=F("member__pk"),
        member_facilitator=F("member__facilitator"),
        member_since=F("member__joined_at"),
        member_by=F("member__added_by_id"),
    )
    return own.with_draft(own.with_levels(spaces.with_marks(rows, user), user), user)


def moves_mark(conversation: Conversation, page: Page, *, user: User) -> bool:
    """Whether showing this page moves the person's mark on: never over a post that is new to them and not on it."""
    if page.last <= page.read_to:
        return False
    if page.first <= page.read_to + 1:
        return True
    membership = conversation.space.membership_of(user)
    if membership is None:
        return True
    posts = Post.objects.filter(conversation=conversation)
    return not posts.news_between(page.read_to, page.first, user=user, joined=membership.joined_at).exists()


def page(conversation: Conversation, *, number: int) -> Page:
    """The posts of one page, which is a range of numbers, with their authors and files."""
    number = min(max(number, 1), conversation.pages)
    first = (number - 1) * PAGE + 1
    posts = _posts(conversation.pk, first, first + PAGE - 1)
    for post in posts:
        post.conversation = conversation
    last = posts[-1].number if posts else 0
    read_to = getattr(conversation, "read_to", None) or 0
    return Page(number, conversation.pages, posts, _files(posts), last, read_to)


@prepared
def _posts(conversation: int, first: int, last: int) -> QuerySet[Post]:
    rows = Post.objects.filter(conversation=conversation, number__range=(first, last))
    return rows.select_related("author__team", "removed_by").defer("body").order_by("number")


@prepared
def _files_of(posts: list[int]) -> QuerySet[Attachment]:
    return Attachment.objects.filter(post__in=posts).order_by("pk")


def _files(posts: list[Post]) -> Mapping[int, list[Attachment]]:
    """The files of the posts that stand; a prefetch would build a queryset for each post."""
    files: defaultdict[int, list[Attachment]] = defaultdict(list)
    for file in _files_of([post.pk for post in posts if not post.is_removed]):
        files[file.post_id].append(file)
    return files


@dataclass(frozen=True)
class Line:
    """A conversation in the list of its space; `new` is None when some posts are new, but not how many."""

    conversation: Conversation
    is_new: bool
    new: int | None


@dataclass(frozen=True)
class Lines:
    """One page of that list."""

    rows: list[Line]
    next_cursor: str | None


def in_space(space: Space, *, user: User, after: str | None) -> Lines:
    """The conversations of a space, the one last written in first, with what is new to a member."""
    order = "-last_post_at", "-pk"
    if after:
        part = keyset(_in_space(space.pk, user.pk), by=order, after=after, size=CONVERSATIONS)
    else:
        part = cut(_newest(space.pk, user.pk), by=order, size=CONVERSATIONS)
    membership = space.membership_of(user)
    return Lines([_line(row, membership) for row in part.rows], part.next_cursor)


def _in_space(space: int, user: int) -> QuerySet[Conversation]:
    rows = Conversation.objects.filter(space=space).select_related("started_by").annotate(poll_key=F("poll__pk"))
    return spaces.with_marks(rows, user)


@prepared
def _newest(space: int, user: int) -> QuerySet[Conversation]:
    return _in_space(space, user).order_by("-last_post_at", "-pk")[: CONVERSATIONS + 1]


def _line(row: Conversation, membership: Membership | None) -> Line:
    if membership is None or row.last_post_at <= membership.joined_at:
        return Line(row, is_new=False, new=0)
    new = row.new_since(getattr(row, "read_to", None), membership.joined_at)
    return Line(row, is_new=new != 0, new=new)
