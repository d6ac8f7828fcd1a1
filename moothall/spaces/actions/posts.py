"""Replying, mending one's words, and taking a post away."""

from collections.abc import Sequence
from uuid import UUID

from moothall import audit, notices
from moothall.files.models import Upload
from moothall.kit import clock
from moothall.kit.permissions import require
from moothall.people.models import User
from moothall.policies import gate
from moothall.policies.checks import Finding
from moothall.search import outbox
from moothall.spaces import permissions, telling, writing
from moothall.spaces.actions import drafts, following
from moothall.spaces.models import Conversation, Post, PostRevision


class ChangedMeanwhile(Exception):  # noqa: N818  says what is the matter
    """The post was edited after this person began to edit it."""

    def __init__(self, post: Post) -> None:
        super().__init__(f"Post {post.pk} was edited meanwhile.")
        self.post = post


@audit.act
def reply(
    conversation: Conversation,
    *,
    by: User,
    body: str,
    files: Sequence[Upload] = (),
    token: UUID | None = None,
    draft: int = 0,
    passed: Sequence[Finding] = (),
) -> Post:
    """Say something; the same form sent twice says it once. Raises ValueError for an impossible body.

    `draft` is the version of the draft that the form had seen; it is cleared with the same commit. `passed` is what the
    author was warned of before.
    """
    conversation = Conversation.objects.select_for_update(of=("self",)).select_related("space").get(pk=conversation.pk)
    require(permissions.can_post(by, conversation.space))
    gate.require(by, gate.Capability.POST, conversation.space.container)
    said = Post.objects.filter(token=token, author=by).first() if token else None
    if said is not None:
        return said
    post = writing.add(conversation, by=by, body=body, files=files, token=token)
    drafts.said(drafts.Place(conversation), drafts.Words(body, seen=draft, token=token), person=by)
    following.follow_by_writing(conversation, person=by)
    telling.said(post, by=by)
    audit.record("post.written", by=by, on=post, conversation=conversation.pk, files=len(files))
    writing.note_passed(post, passed, by=by)
    return post


@audit.act
def edit(post: Post, *, by: User, body: str, seen: int, passed: Sequence[Finding] = ()) -> Post:
    """Change one's words, keeping the former ones. `passed` is what the author was warned of before.

    `seen` is how many former versions there were when editing began; raises `ChangedMeanwhile` when there are more.
    """
    post = _locked(post)
    require(permissions.can_edit_post(by, post))
    gate.require(by, gate.Capability.POST, post.conversation.space.container)
    if post.revisions.count() != seen:
        raise ChangedMeanwhile(post)
    if body == post.body:
        return post
    understood = writing.understand(body, space=post.conversation.space, by=by, post=post)
    now = clock.now()
    PostRevision.objects.create(post=post, body=post.body, html=post.html, replaced_at=now)
    post.body, post.html, post.edited_at = body, understood.html, now
    post.save(update_fields=["body", "html", "edited_at"])
    writing.name(post, understood.named)
    writing.quote(post, understood.quoted)
    telling.named(post, by=by)
    outbox.changed(writing.KIND, [post.pk])
    audit.record("post.edited", by=by, on=post, versions=seen + 1)
    writing.note_passed(post, passed, by=by)
    return post


@audit.act
def remove(post: Post, *, by: User, reason: str) -> Post:
    """Take a post away, leaving a marker that says who and why; its words are kept where no page shows them."""
    post = _locked(post)
    require(permissions.can_remove_post(by, post))
    now = clock.now()
    PostRevision.objects.create(post=post, body=post.body, html=post.html, replaced_at=now)
    post.body = post.html = ""
    post.removed_at, post.removed_by, post.removed_reason = now, by, reason
    post.save(update_fields=["body", "html", "removed_at", "removed_by", "removed_reason"])
    post.mentions.all().delete()
    post.clause_quotes.all().delete()
    notices.withdraw(telling.POST, [post.pk])
    outbox.changed(writing.KIND, [post.pk])
    audit.record("post.removed", by=by, on=post, author=post.author_id, private={"reason": reason})
    return post


def _locked(post: Post) -> Post:
    """The post as it is now, to ourselves."""
    return Post.objects.select_for_update(of=("self",)).select_related("conversation__space").get(pk=post.pk)
