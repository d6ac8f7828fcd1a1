"""A record to tamper with."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from moothall.audit.tests import make
from moothall.kit import clock
from moothall.kit.testing import CommittedDatabase


@pytest.fixture
def clock_hand(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[datetime]]:
    """Every look at the clock is a minute later than the one before."""
    hand = [datetime(2026, 6, 2, 9, 0, tzinfo=UTC)]

    def now() -> datetime:
        hand[0] += timedelta(minutes=1)
        return hand[0]

    monkeypatch.setattr(clock, "now", now)
    yield hand


@pytest.fixture
def ten(committed_db: CommittedDatabase, clock_hand: list[datetime]) -> CommittedDatabase:
    """Ten acts, a minute apart and anchored; the fourth has personal details. Whoever tampers has the password."""
    for n in range(1, 11):
        make.act(n, private="Ann Other" if n == 4 else "")
    return committed_db
