"""Who has access to what, and why: each room says it of its own containers."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from moothall.kit.registries import Words
from moothall.kit.registry import Registry
from moothall.people.models import User


@dataclass(frozen=True)
class Access:
    """One person's access to a container."""

    user: User
    why: str
    """`Joined on 3 May`, `Custodian: runs the libraries`."""
    since: datetime
    last_used: datetime | None
    looks_after: bool = False


@dataclass(frozen=True)
class Place:
    """A container as those who review it know it."""

    container: str  # `space:7`
    name: str
    url: str
    reviewers: tuple[int, ...]  # who looks after it
    since: datetime


@dataclass(frozen=True)
class Reviewable:
    """One kind of container whose access is reviewed.

    `places(refs)` gives all that exist, or those asked for; `entries(ref)` who has access by their own name; `remove`
    ends one person's access in the room's own act and may raise ValueError with words for the reviewer.
    """

    key: str  # `space`
    label: Words
    places: Callable[[Iterable[int] | None], Iterable[Place]]
    entries: Callable[[int], list[Access]]
    remove: Callable[[int, User, User], None]  # ref, whose access, by whom
    may_review: Callable[[User, int], bool]
    sponsors: Callable[[], Mapping[int, list[int]]] = dict
    """For each guest, who in the council brought them in and may still sign in."""
    order: int = 100


reviewables: Registry[Reviewable] = Registry("access reviews")


def split(container: str) -> tuple[Reviewable, int] | None:
    """The kind and key of a container that is reviewed, or None."""
    kind, _colon, ref = container.partition(":")
    reviewable = reviewables.get(kind)
    if reviewable is None or not ref.isdecimal() or len(ref) > 18:
        return None
    return reviewable, int(ref)
