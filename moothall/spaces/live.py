"""Spaces as information assets that describe themselves: what each holds at this moment, never what was said."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from django.db.models import Count, Max, Min, QuerySet, Sum
from django.utils.translation import gettext as _

from moothall.people.models import User
from moothall.records.custody import Live
from moothall.spaces.models import Attachment, Conversation, Membership, Openness, Post, Space


def containers(user: User | None) -> QuerySet[Space]:
    """Spaces whose name this person may know; for None, all."""
    return Space.objects.all() if user is None else Space.objects.listed_to(user)


def live(refs: Sequence[int] | None) -> Iterator[Live]:
    """What these spaces hold, or all for None, in the order of their keys: five questions, however many there are.

    Units are conversations, the size is that of their files; the index should hold the posts that were not removed.
    """
    spaces = Space.objects.all() if refs is None else Space.objects.filter(pk__in=refs)
    inside = Conversation.objects.filter(space__in=spaces.values("pk")).order_by().values("space")
    talk = {
        row["space"]: row
        for row in inside.annotate(
            n=Count("pk"), posts=Sum("last_number"), first=Min("created_at"), last=Max("last_post_at")
        )
    }
    gone = Post.objects.filter(removed_at__isnull=False, conversation__space__in=spaces.values("pk"))
    removed = _sums(gone.order_by().values_list("conversation__space").annotate(n=Count("pk")))
    files = Attachment.objects.filter(post__conversation__space__in=spaces.values("pk"))
    sizes = _sums(files.order_by().values_list("post__conversation__space").annotate(n=Sum("size")))
    keepers: defaultdict[int, list[int]] = defaultdict(list)
    looking_after = Membership.objects.filter(space__in=spaces.values("pk")).facilitators()  # type: ignore[attr-defined]
    for space, user in looking_after.order_by("pk").values_list("space", "user"):
        keepers[space].append(user)
    for space in spaces.order_by("pk"):
        said = talk.get(space.pk, {"n": 0, "posts": 0, "first": None, "last": None})
        yield Live(
            container=space.container,
            name=space.name,
            url=space.get_absolute_url(),
            units=said["n"],
            size=sizes.get(space.pk, 0),
            first=said["first"],
            last=said["last"],
            openness=_openness(space),
            searchable=said["posts"] - removed.get(space.pk, 0),
            looked_after_by=tuple(keepers[space.pk]),
            open_to_all=space.is_open,
        )


def _openness(space: Space) -> str:
    words = {
        Openness.OPEN: _("Open: all staff and councillors"),
        Openness.CLOSED: _("Closed: members only"),
        Openness.PRIVATE: _("Private: members only"),
    }[Openness(space.openness)]
    return _("{words}, guests among them").format(words=words) if space.guests_allowed else words


def _sums(rows: Iterable[tuple[int, int]]) -> dict[int, int]:
    return dict(rows)
