"""Makers of spaces and talk, for tests and for the demo council; they call the real actions."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.core.files.uploadedfile import UploadedFile

from moothall.files import receiving
from moothall.files.kinds import kinds
from moothall.files.models import Upload
from moothall.people.models import User
from moothall.spaces import permissions
from moothall.spaces.actions import conversations, members, posts, spaces
from moothall.spaces.models import Conversation, Openness, Post, Space

Files = Sequence[UploadedFile[Any]]


def space(
    *,
    by: User,
    name: str = "Libraries and Neighbourhoods",
    purpose: str = "Running the five branches.",
    openness: Openness = Openness.OPEN,
    members: Iterable[User] = (),
    guests_allowed: bool = False,
    official: bool = False,
) -> Space:
    """A space that `by` looks after, with these members."""
    made = spaces.create(by=by, name=name, purpose=purpose, openness=openness, guests_allowed=guests_allowed)
    for person in members:
        add(made, person, by=by)
    return spaces.make_official(made, by=None) if official else made


def add(made: Space, person: User, *, by: User) -> None:
    """Bring a member in."""
    if person.pk != by.pk:
        members.add_member(made, by=by, user=person)


def conversation(
    made: Space, *, by: User, title: str = "Saturday opening", body: str = "Who opens up?", files: Files = ()
) -> Conversation:
    """A conversation with its first post; in an open space its starter joins first."""
    _come_in(made, by)
    return conversations.start(made, by=by, title=title, body=body, files=uploaded(files, by=by))


def post(talk: Conversation, *, by: User, body: str = "I can.", files: Files = ()) -> Post:
    """A reply; in an open space its author joins first."""
    _come_in(talk.space, by)
    return posts.reply(talk, by=by, body=body, files=uploaded(files, by=by))


def uploaded(files: Files, *, by: User) -> list[Upload]:
    """Files as a form brings them, kept as uploads of one person."""
    kind = kinds.get("post")
    assert kind is not None
    return [receiving.keep(file, person=by, kind=kind) for file in files]


def _come_in(made: Space, person: User) -> None:
    if permissions.can_join(person, Space.objects.get(pk=made.pk)):
        members.join(made, by=person)
