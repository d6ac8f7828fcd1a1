"""A space, a conversation or a post as files that open without the hall: HTML to read, JSON to go on with."""

import json
from collections.abc import Iterator
from datetime import datetime
from functools import partial
from io import BytesIO
from typing import IO, Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Prefetch, QuerySet
from django.template.loader import render_to_string

from moothall.files import blobs
from moothall.people.models import User
from moothall.records.bundling import Thing
from moothall.records.custody import File
from moothall.spaces import permissions
from moothall.spaces.models import Attachment, Conversation, Poll, Post, PostRevision, Space
from moothall.spaces.models.polls import places_in
from moothall.spaces.queries import polls

FORMAT = "moothall-space-1"


def find_space(user: User, ref: int) -> Thing | None:
    """A space whose talk this person may read."""
    space = Space.objects.visible_to(user).filter(pk=ref).first()
    return Thing(space.container, space.name, space.container, space.get_absolute_url()) if space else None


def find_conversation(user: User, ref: int) -> Thing | None:
    """A conversation that this person may read."""
    talk = Conversation.objects.visible_to(user).select_related("space").filter(pk=ref).first()
    return Thing(f"conversation:{ref}", talk.title, talk.space.container, talk.get_absolute_url()) if talk else None


def find_post(user: User, ref: int) -> Thing | None:
    """A post that this person may read and that was not removed."""
    post = Post.objects.visible_to(user).standing().select_related("conversation__space").filter(pk=ref).first()
    if post is None:
        return None
    return Thing(f"post:{ref}", post.conversation.title, post.conversation.space.container, post.in_place)


def may_export(user: User, ref: int) -> bool:
    """Take a whole space out: who looks after it."""
    space = Space.objects.filter(pk=ref).first()
    return space is not None and permissions.can_facilitate(user, space)


def may_export_talk(user: User, ref: int) -> bool:
    """Take a conversation out: whoever looks after its space."""
    talk = Conversation.objects.filter(pk=ref).first()
    return talk is not None and may_export(user, talk.space_id)


def may_export_post(user: User, ref: int) -> bool:
    """Take a post out: whoever looks after its space."""
    talk = Conversation.objects.filter(posts=ref).first()
    return talk is not None and may_export(user, talk.space_id)


def of_space(ref: int) -> Iterator[File]:
    """All of a space: who is in it, every conversation with its former words, every file."""
    space = Space.objects.get(pk=ref)
    talks = Conversation.objects.filter(space=space).order_by("pk")
    members = space.memberships.select_related("user").order_by("joined_at", "pk")
    about = {
        "format": FORMAT,
        "name": space.name,
        "purpose": space.purpose,
        "openness": space.openness,
        "official": space.official,
        "created_at": space.created_at,
        "members": [
            {"name": row.user.name, "facilitator": row.facilitator, "joined_at": row.joined_at}
            for row in members.iterator()
        ],
        "conversations": [{"id": pk, "title": title} for pk, title in talks.values_list("pk", "title").iterator()],
    }
    yield _json("space.json", about)
    yield _page("index.html", "spaces/bundle/space.html", {"space": space, "talks": talks.iterator()})
    for talk in talks.iterator(chunk_size=200):
        yield from _conversation(talk, Post.objects.filter(conversation=talk))


def of_conversation(ref: int) -> Iterator[File]:
    """One conversation with its files."""
    yield from _conversation(
        Conversation.objects.select_related("space").get(pk=ref), Post.objects.filter(conversation=ref)
    )


def of_post(ref: int) -> Iterator[File]:
    """One post, with the title of its conversation as its context."""
    talk = Conversation.objects.select_related("space").get(posts=ref)
    yield from _conversation(talk, Post.objects.filter(pk=ref))


def disposed_of(ref: int) -> Iterator[File]:
    """One conversation with its files, before it goes: also the result of a poll that nobody closed."""
    talk = Conversation.objects.select_related("space").get(pk=ref)
    yield from _conversation(talk, Post.objects.filter(conversation=ref), last=True)


def _conversation(talk: Conversation, rows: QuerySet[Post], *, last: bool = False) -> Iterator[File]:
    posts = list(
        rows.select_related("author", "removed_by")
        .prefetch_related(
            Prefetch("revisions", PostRevision.objects.order_by("replaced_at", "pk")),
            Prefetch("attachments", Attachment.objects.select_related("blob").order_by("pk")),
        )
        .order_by("number")
    )
    told = [_post(post) for post in posts]
    facts: dict[str, object] = {"id": talk.pk, "title": talk.title, "created_at": talk.created_at, "posts": told}
    poll = Poll.objects.filter(conversation=talk).select_related("by").first()
    asked = _poll(poll, last=last) if poll is not None and posts and posts[0].number == 1 else None
    if asked:
        facts["poll"] = asked
    yield _json(f"conversations/{talk.pk}.json", facts)
    context = {"talk": talk, "posts": posts, "poll": asked}
    yield _page(f"conversations/{talk.pk}.html", "spaces/bundle/conversation.html", context)
    for post in posts:
        for file in [] if post.is_removed else list(post.attachments.all()):
            yield File(_place(file), partial(blobs.open_, file.blob))


def _post(post: Post) -> dict[str, Any]:
    return {
        "id": post.pk,
        "number": post.number,
        "author": post.author.name,
        "author_email": post.author.email,
        "created_at": post.created_at,
        "edited_at": post.edited_at,
        "body": post.body,
        "removed": (
            {"at": post.removed_at, "by": str(post.removed_by), "reason": post.removed_reason}
            if post.is_removed
            else None
        ),
        # What was removed stays out of what is taken out: its words are kept where no page shows them.
        "former": [
            {"until": former.replaced_at, "body": former.body} for former in post.revisions.all() if not post.is_removed
        ],
        "files": [
            {
                "name": file.name,
                "path": _place(file),
                "content_type": file.content_type,
                "size": file.size,
                "sha256": file.blob.sha256,
            }
            for file in post.attachments.all()
            if not post.is_removed
        ],
    }


def _poll(poll: Poll, *, last: bool) -> dict[str, Any]:
    """What was asked and what came of it; who chose what only where ballots are named and the result is shown."""
    answered, counts = polls.published(poll, last=last)
    words = {choice.place: choice.words for choice in poll.choices.all()}
    shown = {} if poll.is_removed else words
    return {
        "question": "" if poll.is_removed else poll.question,
        "asked_by": poll.by.name,
        "asked_at": poll.asked_at,
        "closed_at": poll.closed_at,
        "several": poll.several,
        "anonymous": poll.anonymous,
        "answered": answered,
        "removed": poll.removed_reason if poll.is_removed else None,
        "choices": [
            {"words": said, "count": None if counts is None else counts.get(place, 0)} for place, said in shown.items()
        ],
        "ballots": [
            {"name": ballot.voter.person.name, "chose": [words[place] for place in sorted(places_in(ballot.chosen))]}
            for ballot in polls.every_named(poll)
            if ballot.voter is not None and counts is not None
        ],
    }


def _place(file: Attachment) -> str:
    return f"files/{file.pk}/{file.name}"


class _Exact(DjangoJSONEncoder):
    """Moments to the microsecond, as they are kept."""

    def default(self, o: Any) -> Any:
        return o.isoformat() if isinstance(o, datetime) else super().default(o)


def _json(path: str, facts: object) -> File:
    data = json.dumps(facts, cls=_Exact, ensure_ascii=False, indent=1).encode()
    return File(path, partial(_opened, data))


def _page(path: str, template: str, context: dict[str, Any]) -> File:
    return File(path, partial(_opened, render_to_string(template, context).encode()))


def _opened(data: bytes) -> IO[bytes]:
    return BytesIO(data)
