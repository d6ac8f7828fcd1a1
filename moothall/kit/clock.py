"""What time it is: the one place that asks, so that tests and the demo council can say."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime

from django.utils import timezone

_told: ContextVar[datetime | None] = ContextVar("told", default=None)


def now() -> datetime:
    """This moment, aware, in UTC."""
    return _told.get() or timezone.now()


def today() -> date:
    """Today's date in the council's time zone."""
    return timezone.localdate(now())


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Within the block it is `moment` (aware)."""
    token = _told.set(moment)
    try:
        yield
    finally:
        _told.reset(token)
