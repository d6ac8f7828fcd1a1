"""Noting the steps of a policy's life, inside the act of whoever calls."""

from moothall.people.models import User
from moothall.policies.models import Event, Policy, What


def note(policy: Policy, what: What, *, by: User | None, version: int | None = None, words: str = "") -> Event:
    """Add a step."""
    return Event.objects.create(policy=policy, what=what, by=by, version=version, words=words.strip())
