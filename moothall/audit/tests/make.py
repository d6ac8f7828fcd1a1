"""Acts for tests to look at."""

from moothall import audit
from moothall.audit.models import Entry


def act(n: int = 1, *, private: str = "") -> Entry:
    """Do something and return its entry."""
    with audit.acting():
        audit.record("thing.done", by=None, private={"name": private} if private else None, n=n)
    return Entry.objects.latest("seq")


def acts(number: int) -> None:
    """Do something several times."""
    for n in range(1, number + 1):
        act(n)
