"""Spaces as information assets that describe themselves: what each holds at this moment, never what was said."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max, Min, QuerySet, Sum
from django.utils.translation import gettext as _

from moothall.people.models import User
from moothall.records.custody import Live
from moothall.spaces.models import Attachment, Conversation, Membership, Openness, Post, Space


@dataclass(frozen=True)
class _Talk:
    """What is talked about in one space."""

    conversations: int = 0
    posts: int = 0
    first: datetime | None = None
    last: datetime | None = None


def containers(user: User | None) -> QuerySet[Space]:
    """Spaces whose name this person may know; for None, all."""
    return Space.objects.all() if user is None else Space.objects.listed_to(user)


def live(refs: Sequence[int] | None) -> Iterator[Live]:
    """What these spaces hold, or all for None, in the order of their keys: five questions, however many there are.

    Units are conversations, the size is that of their files; the index should hold the posts that were not removed.
    """
    spaces = Space.objects.all() if refs is None else Space.objects.filter(pk__in=refs)
    talk, removed, sizes, keepers = _talk(spaces), _removed(spaces), _sizes(spaces), _keepers(spaces)
    for space in spaces.order_by("pk"):
        said = talk.get(space.pk, _Talk())
        yield Live(
            container=space.container,
            name=space.name,
            url=space.get_absolute_url(),
            units=said.conversations,
            size=sizes.get(space.pk, 0),
            first=said.first,
            last=said.last,
            openness=_openness(space),
            searchable=said.posts - removed.get(space.pk, 0),
            looked_after_by=tuple(keepers[space.pk]),
            open_to_all=space.is_open,
        )


def _talk(spaces: QuerySet[Space]) -> dict[int, _Talk]:
    """Posts are numbered from one and never go away by themselves, so the last numbers add up to how many there are."""
    inside = Conversation.objects.filter(space__in=spaces.values("pk")).order_by().values("space")
    sums = (Count("pk"), Sum("last_number"), Min("created_at"), Max("last_post_at"))
    return {space: _Talk(*row) for space, *row in inside.values_list("space", *sums)}


def _removed(spaces: QuerySet[Space]) -> dict[int, int]:
    gone = Post.objects.filter(removed_at__isnull=False, conversation__space__in=spaces.values("pk"))
    return dict(gone.order_by().values("conversation__space").values_list("conversation__space", Count("pk")))


def _sizes(spaces: QuerySet[Space]) -> dict[int, int]:
    place = "post__conversation__space"
    files = Attachment.objects.filter(post__conversation__space__in=spaces.values("pk"))
    return dict(files.order_by().values(place).values_list(place, Sum("size")))


def _keepers(spaces: QuerySet[Space]) -> defaultdict[int, list[int]]:
    keepers: defaultdict[int, list[int]] = defaultdict(list)
    inside = Membership.objects.filter(space__in=spaces.values("pk"), facilitator=True, user__is_active=True)
    for space, user in inside.order_by("pk").values_list("space", "user"):
        keepers[space].append(user)
    return keepers


def _openness(space: Space) -> str:
    words = {
        Openness.OPEN: _("Open: all staff and councillors"),
        Openness.CLOSED: _("Closed: members only"),
        Openness.PRIVATE: _("Private: members only"),
    }[Openness(space.openness)]
    return _("{words}, guests among them").format(words=words) if space.guests_allowed else words
