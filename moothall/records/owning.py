"""Who looks after which containers, as the rooms say it: whom a review under a retention rule is put to."""

from collections import defaultdict
from collections.abc import Iterable

from moothall.people.models import User
from moothall.records.custody import custodies


def owners(containers: Iterable[str]) -> dict[str, list[int]]:
    """Who looks after these containers now; one question for each kind."""
    refs: defaultdict[str, list[int]] = defaultdict(list)
    for container in containers:
        kind, _colon, ref = container.partition(":")
        refs[kind].append(int(ref))
    found: dict[str, list[int]] = {}
    for custody in custodies:
        if refs.get(custody.key):
            found |= {f"{custody.key}:{ref}": list(who) for ref, who in custody.owners(refs[custody.key]).items()}
    return found


def owned(user: User) -> list[str]:
    """The containers that a person looks after now; nothing for guests and for who may not sign in."""
    if not user.is_active or user.is_guest:
        return []
    return [f"{custody.key}:{ref}" for custody in custodies for ref in custody.owned(user)]


def looks_after(user: User, container: str) -> bool:
    """Whether this person looks after this container now."""
    if not user.is_active or user.is_guest:
        return False
    return user.pk in owners([container]).get(container, [])
