"""Starting a conversation, and calling it something better."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile

from moothall import audit
from moothall.kit.permissions import require
from moothall.people.models import User
from moothall.search import outbox
from moothall.spaces import permissions, writing
from moothall.spaces.models import Conversation, Post, Space


@audit.act
def start(
    space: Space,
    *,
    by: User,
    title: str,
    body: str,
    files: Sequence[UploadedFile[Any]] = (),
    token: UUID | None = None,
) -> Conversation:
    """Begin to talk about something; the same form sent twice begins once. Raises ValueError for an impossible body."""
    space = Space.objects.select_for_update().get(pk=space.pk)
    require(permissions.can_post(by, space))
    made = Post.objects.filter(token=token, author=by).select_related("conversation").first() if token else None
    if made is not None:
        return made.conversation
    conversation = Conversation.objects.create(space=space, title=title, started_by=by)
    post = writing.add(conversation, by=by, body=body, files=files, token=token)
    audit.record("conversation.started", by=by, on=conversation, space=space.pk, post=post.pk, files=len(files))
    return conversation


@audit.act
def rename(conversation: Conversation, *, by: User, title: str) -> Conversation:
    """Give a conversation a title that says more; its posts are found by the new one."""
    conversation = Conversation.objects.select_for_update(of=("self",)).select_related("space").get(pk=conversation.pk)
    require(permissions.can_rename(by, conversation))
    private = {"title": [conversation.title, title]}
    conversation.title = title
    conversation.save(update_fields=["title"])
    outbox.changed(writing.KIND, conversation.posts.standing().values_list("pk", flat=True))
    audit.record("conversation.renamed", by=by, on=conversation, private=private)
    return conversation
