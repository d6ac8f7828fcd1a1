"""What retention disposes of in spaces: whole conversations, and all that hangs on them."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

from django.db.models import F, IntegerField, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce, Length
from django.urls import Resolver404, resolve
from django.utils.translation import gettext_lazy as _

from moothall import notices
from moothall.audit.actions import forget
from moothall.people.models import Kind, User
from moothall.records.custody import Disposed, Named
from moothall.search import outbox
from moothall.spaces import telling, writing
from moothall.spaces.models import Attachment, Conversation, Membership, Mention, Poll, Post, PostRevision, Space

UNIT = "conversation"
TRIGGERS = {"created": _("the day it was started"), "last_activity": _("the last post")}
CHUNK = 2000  # posts that go in one statement
_NUMBER = IntegerField()


def units(space: int | None) -> "QuerySet[Conversation, Any]":
    """Conversations of one space, or of all: what a rule may count from, the bytes of words and files, who began it."""
    rows = Conversation.objects.all() if space is None else Conversation.objects.filter(space=space)
    posts = Post.objects.filter(conversation=OuterRef("pk")).order_by().values("conversation")
    files = Attachment.objects.filter(post__conversation=OuterRef("pk")).order_by().values("post__conversation")
    words = posts.annotate(n=Sum(Length("body"))).values("n")
    bytes_ = files.annotate(n=Sum("size")).values("n")
    return rows.annotate(
        created=F("created_at"),
        last_activity=F("last_post_at"),
        container_id=F("space_id"),
        owner_id=F("started_by_id"),
        size=Coalesce(Subquery(words, output_field=_NUMBER), 0) + Coalesce(Subquery(bytes_, output_field=_NUMBER), 0),
    )


def named(user: User, kind: str, refs: Sequence[int]) -> dict[int, Named]:
    """Spaces whose name this person may know, or conversations that they may read."""
    if kind == UNIT:
        talks = Conversation.objects.visible_to(user).filter(pk__in=refs)
        return {talk.pk: Named(talk.title, talk.get_absolute_url()) for talk in talks}
    spaces = Space.objects.listed_to(user).filter(pk__in=refs)
    return {space.pk: Named(space.name, space.get_absolute_url()) for space in spaces}


def find(path: str) -> str | None:
    """The token of the space or conversation whose page this is."""
    try:
        match = resolve(path)
    except Resolver404:
        return None
    if match.view_name == "spaces:space":
        space = Space.objects.filter(slug=match.kwargs["slug"]).first()
        return space.container if space else None
    if match.view_name == "spaces:conversation":
        talk = Conversation.objects.filter(pk=match.kwargs["pk"]).first()
        return f"{UNIT}:{talk.pk}" if talk else None
    return None


def lock(pks: Sequence[int]) -> None:
    """Lock the posts and polls of locked conversations: an edit locks no more than its post, an answer its poll."""
    rows = Post.objects.select_for_update().filter(conversation__in=pks).order_by("pk")
    for _pk in rows.values_list("pk", flat=True).iterator(chunk_size=CHUNK):
        pass
    list(Poll.objects.select_for_update().filter(conversation__in=pks).order_by("pk").values_list("pk", flat=True))


def owners(spaces: Sequence[int]) -> dict[int, list[int]]:
    """The facilitators of these spaces who belong to the council."""
    found: dict[int, list[int]] = {}
    rows = Membership.objects.facilitators().filter(space__in=spaces).exclude(user__kind=Kind.GUEST)
    for space, user in rows.order_by("user").values_list("space", "user"):
        found.setdefault(space, []).append(user)
    return found


def owned(user: User) -> list[int]:
    """The spaces that this person looks after."""
    if user.is_guest:
        return []
    return list(Membership.objects.facilitators().filter(user=user).values_list("space", flat=True))


def dispose(pks: Sequence[int]) -> Disposed:
    """Delete conversations with all on them: posts, files, polls, marks, drafts, notices, what search holds."""
    rows: Counter[str] = Counter()
    blobs: set[int] = set()
    posts = Post.objects.filter(conversation__in=pks).order_by("pk").values_list("pk", flat=True)
    for chunk in _chunks(posts):
        blobs |= set(Attachment.objects.filter(post__in=chunk).values_list("blob", flat=True))
        rows["notices"] += notices.forget(telling.POST, chunk)
        rows["files"] += Attachment.objects.filter(post__in=chunk).delete()[0]
        rows["former words"] += PostRevision.objects.filter(post__in=chunk).delete()[0]
        rows["mentions"] += Mention.objects.filter(post__in=chunk).delete()[0]
        outbox.changed(writing.KIND, chunk)
        forget(Post._meta.label_lower, chunk, by=None, reason="disposed of")
        # Through the ORM, so that what another room holds on to is not torn away from under it.
        rows["posts"] += Post.objects.filter(pk__in=chunk).only("pk").delete()[1].get(Post._meta.label, 0)
    polls = list(Poll.objects.filter(conversation__in=pks).values_list("pk", flat=True))
    rows["notices"] += notices.forget(telling.POLL, polls)
    forget(Poll._meta.label_lower, polls, by=None, reason="disposed of")
    forget(Conversation._meta.label_lower, pks, by=None, reason="disposed of")
    gone = Conversation.objects.filter(pk__in=pks).only("pk").delete()[1]
    return Disposed(gone.pop(Conversation._meta.label, 0), rows | Counter(_named(gone)), frozenset(blobs))


def _named(gone: dict[str, int]) -> dict[str, int]:
    """What went with the conversations, by the name of its model in lower case."""
    return {label.rpartition(".")[2].lower(): number for label, number in gone.items()}


def _chunks(found: "QuerySet[Post, int]") -> Iterator[list[int]]:
    """Keys in chunks, read to the end before the first of them is deleted."""
    left = iter(list(found))
    while chunk := list(islice(left, CHUNK)):
        yield chunk
