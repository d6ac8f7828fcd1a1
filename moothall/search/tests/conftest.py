from collections.abc import Iterator

import pytest

from moothall.people import grants
from moothall.people.models import User
from moothall.people.tests import make as people
from moothall.search.sources import Source, sources

from .make import Notes, register_teams


@pytest.fixture
def only_ours() -> Iterator[None]:
    """No room's things but the test's own."""
    before: list[Source] = list(sources)
    sources.clear()
    yield
    sources.clear()
    sources.add(*before)


@pytest.fixture
def notes(only_ours: None) -> Notes:
    """A room of notes."""
    made = Notes()
    sources.add(made.source())
    return made


@pytest.fixture
def teams(only_ours: None) -> None:
    """Teams as something to find."""
    register_teams()


@pytest.fixture
def priya() -> User:
    """Someone who may look into space 1; in the test's database, be it rolled back or a copy."""
    user = people.user("Priya Raman")
    grants.give("space:1", user.holder)
    return user
