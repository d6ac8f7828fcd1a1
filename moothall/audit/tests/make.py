"""Acts for tests to look at."""

from typing import Any

from django.contrib.auth import get_user_model

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


def person(role: str = "") -> Any:
    """Someone who can act; the room that keeps people lies above this one, so its own makers are out of reach."""
    user = get_user_model()._default_manager.create(name="Ann Act", email="ann@wexmoor.example", handle="ann.act")
    if role:
        user.role_holdings.create(role=role)
    return user
