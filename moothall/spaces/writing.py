"""Putting what someone wrote into the database, inside the act of whoever calls."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile

from moothall.files import blobs, uploads
from moothall.kit import clock
from moothall.people.models import User
from moothall.search import outbox
from moothall.spaces.models import Attachment, Conversation, Mention, Post, ReadMark, Space
from moothall.spaces.text import markdown, mentions

KIND = "post"


def add(
    conversation: Conversation,
    *,
    by: User,
    body: str,
    files: Sequence[UploadedFile[Any]],
    token: UUID | None = None,
) -> Post:
    """Add the next post to a conversation that the caller has locked; raises ValueError for an impossible body."""
    reading, named = understand(body, space=conversation.space, by=by)
    conversation.last_number += 1
    conversation.last_post_at = clock.now()
    conversation.save(update_fields=["last_number", "last_post_at"])
    post = Post.objects.create(
        conversation=conversation,
        number=conversation.last_number,
        author=by,
        body=body,
        html=reading.html(named.people),
        created_at=conversation.last_post_at,
        token=token,
    )
    attach(post, files)
    name(post, named)
    ReadMark.objects.reach(user=by, conversation=conversation, number=post.number)  # one's own words are not news
    outbox.changed(KIND, [post.pk])
    return post


def understand(body: str, *, space: Space, by: User) -> tuple[markdown.Reading, mentions.Named]:
    """Parse a body and find whom it names; raises ValueError when it is empty or too long."""
    if not body.strip():
        raise ValueError("A post needs words.")
    reading = markdown.read(body)
    return reading, mentions.named(reading.called, container=space.container, by=by)


def name(post: Post, named: mentions.Named) -> None:
    """Make a post name exactly these people, its author never."""
    wanted = {person.pk for person in named.people.values()} - {post.author_id}
    post.mentions.exclude(user__in=wanted).delete()
    Mention.objects.bulk_create([Mention(post=post, user_id=pk) for pk in sorted(wanted)], ignore_conflicts=True)


def attach(post: Post, files: Sequence[UploadedFile[Any]]) -> None:
    """Keep the files that came with a post, under safe names."""
    Attachment.objects.bulk_create(
        Attachment(
            post=post,
            blob=blobs.put_stream(file),
            name=uploads.check(file),
            content_type=(file.content_type or "application/octet-stream")[:200],
            size=file.size or 0,
        )
        for file in files
    )
