"""Putting what someone wrote into the database, inside the act of whoever calls."""

from collections.abc import Sequence
from uuid import UUID

from moothall.files import receiving
from moothall.files.models import Upload
from moothall.kit import clock
from moothall.people.models import User
from moothall.search import outbox
from moothall.spaces.models import Attachment, Conversation, Mention, Post, ReadMark, Space
from moothall.spaces.text import bodies, mentions

KIND = "post"


def add(
    conversation: Conversation,
    *,
    by: User,
    body: str,
    files: Sequence[Upload],
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
    _own_words_are_not_news(post)
    outbox.changed(KIND, [post.pk])
    return post


def _own_words_are_not_news(post: Post) -> None:
    """Move the author's mark on to their post, unless that would mark as read what they have not seen."""
    talk, author = post.conversation, post.author
    if post.number > 1:
        read_to = ReadMark.objects.filter(user=author, conversation=talk).values_list("number", flat=True).first() or 0
        membership = talk.space.membership_of(author)
        joined = membership.joined_at if membership is not None else post.created_at
        if talk.posts.news_between(read_to, post.number, user=author, joined=joined).exists():
            return
    ReadMark.objects.reach(user=author, conversation=talk, number=post.number)


def understand(body: str, *, space: Space, by: User) -> tuple[bodies.Reading, mentions.Named]:
    """Parse a body and find whom it names; raises ValueError when it is empty or too long."""
    if not body.strip():
        raise ValueError("A post needs words.")
    reading = bodies.read(body)
    return reading, mentions.named(reading.called, container=space.container, by=by)


def name(post: Post, named: mentions.Named) -> None:
    """Make a post name exactly these people, its author never."""
    wanted = {person.pk for person in named.people.values()} - {post.author_id}
    post.mentions.exclude(user__in=wanted).delete()
    Mention.objects.bulk_create([Mention(post=post, user_id=pk) for pk in sorted(wanted)], ignore_conflicts=True)


def attach(post: Post, files: Sequence[Upload]) -> None:
    """Make files that its author uploaded the post's own; their bytes are kept already."""
    Attachment.objects.bulk_create(
        Attachment(post=post, blob=blob, name=upload.name, content_type=upload.content_type, size=upload.size)
        for upload, blob in receiving.use(files, by=post.author)
    )
