"""Starting a conversation, and calling it something better."""

from collections.abc import Sequence
from uuid import UUID

from moothall import audit
from moothall.files.models import Upload
from moothall.kit.permissions import require
from moothall.people.models import User
from moothall.policies import gate
from moothall.policies.checks import Finding
from moothall.search import outbox
from moothall.spaces import permissions, telling, writing
from moothall.spaces.actions import drafts, following
from moothall.spaces.models import Conversation, Post, Space


@audit.act
def start(
    space: Space,
    *,
    by: User,
    title: str,
    body: str,
    files: Sequence[Upload] = (),
    token: UUID | None = None,
    draft: int = 0,
    draft_for: drafts.Place | None = None,
    passed: Sequence[Finding] = (),
) -> Conversation:
    """Begin to talk about something; the same form sent twice begins once. Raises ValueError for an impossible body.

    `draft` is the version of the draft that the form had seen, kept for the space unless `draft_for` says otherwise.
    `passed` is what the author was warned of before.
    """
    space = Space.objects.select_for_update().get(pk=space.pk)
    require(permissions.can_post(by, space))
    gate.require(by, gate.Capability.POST, space.container)
    made = Post.objects.filter(token=token, author=by).select_related("conversation").first() if token else None
    if made is not None:
        return made.conversation
    conversation = Conversation.objects.create(space=space, title=title, started_by=by)
    post = writing.add(conversation, by=by, body=body, files=files, token=token)
    words = drafts.Words(body, title=title, seen=draft, token=token)
    drafts.said(draft_for or drafts.Place(space=space), words, person=by)
    following.follow_by_writing(conversation, person=by)
    telling.said(post, by=by)
    audit.record("conversation.started", by=by, on=conversation, space=space.pk, post=post.pk, files=len(files))
    writing.note_passed(post, passed, by=by)
    return conversation


@audit.act
def rename(conversation: Conversation, *, by: User, title: str, passed: Sequence[Finding] = ()) -> Conversation:
    """Give a conversation a title that says more; its posts are found by it. `passed` is what `by` was warned of."""
    conversation = Conversation.objects.select_for_update(of=("self",)).select_related("space").get(pk=conversation.pk)
    require(permissions.can_rename(by, conversation))
    gate.require(by, gate.Capability.POST, conversation.space.container)
    private = {"title": [conversation.title, title]}
    conversation.title = title
    conversation.save(update_fields=["title"])
    outbox.changed(writing.KIND, conversation.posts.standing().values_list("pk", flat=True))
    audit.record("conversation.renamed", by=by, on=conversation, private=private)
    writing.note_passed(conversation, passed, by=by)
    return conversation
