"""The world of these tests: a space of each openness, and talk in it."""

from dataclasses import dataclass

import pytest

from conftest import Cast
from moothall.spaces.models import Conversation, Openness, Space
from moothall.spaces.tests import make


@dataclass(frozen=True)
class Spaces:
    """One space of each openness, all looked after by Priya; Gareth is in the closed and the private one."""

    open: Space
    closed: Space
    private: Space


@pytest.fixture
def spaces(cast: Cast) -> Spaces:
    """An open, a closed and a private space; Marcus, a guest, is in the closed one."""
    return Spaces(
        open=make.space(name="Harrowby Library", by=cast.priya, openness=Openness.OPEN, members=[cast.gareth]),
        closed=make.space(
            name="Front Desk",
            by=cast.priya,
            openness=Openness.CLOSED,
            members=[cast.gareth, cast.marcus],
            guests_allowed=True,
        ),
        private=make.space(name="Reorganisation", by=cast.priya, openness=Openness.PRIVATE, members=[cast.gareth]),
    )


@pytest.fixture
def talk(cast: Cast, spaces: Spaces) -> Conversation:
    """A conversation in the closed space, with a reply."""
    conversation = make.conversation(spaces.closed, by=cast.priya, title="Blue badges", body="How long do they take?")
    make.post(conversation, by=cast.gareth, body="Nine days now.")
    return conversation
