"""Makers of polls, for tests and for the demo council; they call the real actions."""

from datetime import date

from moothall.people.models import User
from moothall.spaces import permissions
from moothall.spaces.actions import members, polls
from moothall.spaces.models import Poll, Shows, Space

CHOICES = ("Monday", "Wednesday", "Friday")


def words(
    question: str = "Which day shall we meet on?",
    *,
    choices: tuple[str, ...] = CHOICES,
    several: bool = False,
    anonymous: bool = False,
    shows: Shows = Shows.ANSWERED,
    closes_on: date | None = None,
) -> polls.PollWords:
    """What is asked."""
    return polls.PollWords(question, choices, several, anonymous, shows, closes_on)


def poll(
    space: Space,
    *,
    by: User,
    question: str = "Which day shall we meet on?",
    choices: tuple[str, ...] = CHOICES,
    several: bool = False,
    anonymous: bool = False,
    shows: Shows = Shows.ANSWERED,
    closes_on: date | None = None,
    body: str = "The room is free on all three.",
) -> Poll:
    """A conversation that opens with a poll; in an open space who asks joins first."""
    _come_in(space, by)
    asked = words(question, choices=choices, several=several, anonymous=anonymous, shows=shows, closes_on=closes_on)
    return polls.ask(space, by=by, words=asked, body=body)


def answer(asked: Poll, *places: int, by: User) -> Poll:
    """An answer; in an open space who answers joins first."""
    _come_in(asked.conversation.space, by)
    return polls.answer(asked, by=by, places=places)


def _come_in(space: Space, person: User) -> None:
    if permissions.can_join(person, Space.objects.get(pk=space.pk)):
        members.join(space, by=person)
