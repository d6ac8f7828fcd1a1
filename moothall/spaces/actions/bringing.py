"""Bringing a space in from a bundle."""

from dataclasses import replace
from datetime import datetime
from typing import BinaryIO

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from moothall import audit
from moothall.files import blobs
from moothall.kit import clock
from moothall.kit.permissions import require
from moothall.people import grants
from moothall.people.models import User
from moothall.records import bundling
from moothall.search import outbox
from moothall.spaces import permissions, writing
from moothall.spaces.actions.spaces import free_slug
from moothall.spaces.bringing import Brought, BroughtFile, BroughtPoll, BroughtPost, read
from moothall.spaces.models import Attachment, Conversation, Membership, Openness, Post, Space
from moothall.spaces.text import bodies

WORDS_LATER = "words.md"


def from_bundle(file: BinaryIO, by: User, _identifier: str) -> bundling.Brought:
    """Bring a space in, as the records room asks for it; raises `NotOurs`."""
    space = bring_in(file, by=by)
    words = _("It is a private space now. Only you can see it until you decide otherwise.")
    return bundling.Brought(space.container, space.name, space.get_absolute_url(), words)


@audit.act
def bring_in(file: BinaryIO, *, by: User) -> Space:
    """Make a private space of what a bundle holds, looked after by whoever brings it; raises `NotOurs`.

    Nobody is made to speak: every post stands under the name of who brings it, and says who wrote it and when. Who may
    see it is decided afterwards, by the person who knows it.
    """
    require(permissions.can_create_space(by))
    brought = read(file)
    space = Space.objects.create(
        name=_("{name} (brought in)").format(name=brought.name),
        slug=free_slug(brought.name, Openness.PRIVATE),
        purpose=brought.purpose,
        openness=Openness.PRIVATE,
        guests_allowed=False,
        created_by=by,
    )
    Membership.objects.create(space=space, user=by, facilitator=True)
    grants.replace(space.container, [by.holder])
    count = sum(_talk(brought, space, by=by))
    audit.record("space.brought_in", by=by, on=space, posts=count, private={"origin": brought.origin})
    return space


def _talk(brought: Brought, space: Space, *, by: User) -> list[int]:
    """Each conversation; how many posts each had."""
    counts = []
    for told in brought.conversations():
        last = max(post.at for post in told.posts)
        talk = Conversation.objects.create(
            space=space, title=told.title, started_by=by, created_at=min(last, clock.now()), last_post_at=last
        )
        first = replace(told.posts[0], body=_with_poll(told.posts[0], told.poll))
        posts = (first, *told.posts[1:])
        made = [_post(post, number, talk, brought, by=by) for number, post in enumerate(posts, start=1)]
        talk.last_number = len(made)
        talk.save(update_fields=["last_number"])
        outbox.changed(writing.KIND, [post.pk for post in made])
        counts.append(len(made))
    return counts


def _post(told: BroughtPost, number: int, talk: Conversation, brought: Brought, *, by: User) -> Post:
    said_by = _("**{name}, {when}**").format(name=told.author or _("Somebody"), when=_said(told.at))
    words = told.body or _("*This post was removed: {reason}*").format(reason=told.removed or "…")
    body = f"{said_by}\n\n{words}"
    whole = len(body) <= bodies.LONGEST
    if not whole:
        body = f"{said_by}\n\n" + _("*It is longer than a post may be, and stands in the file below.*")
    post = Post.objects.create(
        conversation=talk, number=number, author=by, body=body, html=bodies.read(body).html({}), created_at=told.at
    )
    if not whole:
        data = words.encode()
        Attachment.objects.create(
            post=post, blob=blobs.put(data), name=WORDS_LATER, content_type="text/plain", size=len(data)
        )
    for file in told.files:
        _file(file, post, brought)
    return post


def _with_poll(post: BroughtPost, poll: BroughtPoll | None) -> str:
    """A poll that is brought in is words: nobody of another hall can be made to have answered here."""
    if poll is None or not post.body:
        return post.body
    asked = _("**A poll was asked here: {question}**").format(question=poll.question)
    lines = [f"- {words}" if count is None else f"- {words}: {count}" for words, count in poll.choices]
    came = ngettext("{n} person answered.", "{n} people answered.", poll.answered).format(n=poll.answered)
    return "\n\n".join([post.body, asked, "\n".join(lines), came])


def _file(file: BroughtFile, post: Post, brought: Brought) -> None:
    with brought.read(file.path) as source:
        blob = blobs.put_stream(source)
    Attachment.objects.create(
        post=post, blob=blob, name=file.name, content_type=file.content_type[:200], size=blob.size
    )


def _said(moment: datetime) -> str:
    return date_format(timezone.localtime(moment), "j F Y, H:i")
