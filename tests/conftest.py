"""The people of the tests that go through several rooms, beside the cast."""

import pytest

from conftest import Cast
from moothall.people.models import User
from moothall.records.tests import make_retention


@pytest.fixture
def rekha(cast: Cast) -> User:
    """A records manager."""
    return make_retention.keeper()


@pytest.fixture
def ramon(cast: Cast) -> User:
    """Another, who approves what the first proposes."""
    return make_retention.keeper("Ramon Registry")
