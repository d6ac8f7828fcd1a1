"""What each room keeps that records look after: how it is counted and disposed of.

A room that owns containers (`space:7`, `mailbox:2`) registers one `Custody` in its `room.py`, which retention asks; the
asset register asks `records.live`, and holds are asked in the database (`records.holding`).
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import IO, Any

from django.db.models import QuerySet

from moothall.kit.registries import Words
from moothall.kit.registry import Registry
from moothall.people.models import User


@dataclass(frozen=True)
class Live:
    """What a container holds at this moment, for the asset register; sizes in bytes."""

    container: str  # `space:7`
    name: str
    url: str
    units: int
    size: int
    first: datetime | None
    last: datetime | None
    openness: str  # who can see it, in words
    searchable: int  # how many units the index should hold
    looked_after_by: tuple[int, ...] = ()  # people
    open_to_all: bool = False  # whether all staff and councillors may read it, and so know its figures


@dataclass(frozen=True)
class Disposed:
    """What one batch took away for good."""

    units: int
    rows: Mapping[str, int] = field(default_factory=dict)  # `posts`: 12
    blobs: frozenset[int] = frozenset()  # that these rows pointed at, and perhaps nothing does any more


@dataclass(frozen=True)
class File:
    """One file of a bundle: its path inside `data/`, and how to open its bytes."""

    path: str
    open: Callable[[], IO[bytes]]


@dataclass(frozen=True)
class Named:
    """What a container or a unit is called, and its page."""

    title: str
    url: str


@dataclass(frozen=True)
class Custody:
    """One room's custody of one kind of container.

    `units(ref)` gives a queryset of what is disposed of whole (a conversation, a message) in one container, or in all
    of them for None. Its rows carry what is named in `triggers` (a datetime each, from which a rule may count), `size`
    in bytes, `owner_id` and `container_id`, as fields or annotations. It must not order or slice.
    `dispose(pks)` deletes those units and all that hangs on them (revisions, drafts, notices, index), in the caller's
    transaction; the database refuses held ones.
    `lock(pks)` locks what hangs on locked units and can be changed by itself, so that nobody changes it between
    its comparison with what an archive has and its deletion.
    `owners(refs)` says who looks after these containers now, `owned(user)` which ones a person looks after: they are
    asked what becomes of things that a rule has reviewed first.
    A unit is held (`Held`, declared beside its model) when anything in it is.
    `named(user, kind, refs)` names containers or units that this person may know of, by number.
    `find(path)` gives the token of the container or unit whose page has this path.
    `files(ref)` gives everything of one unit as files that open without the hall, for an archive; a rule that says
    transfer needs it. `dispose_handed` is `dispose` for a room whose `dispose` also takes what `files` does not give.
    """

    key: str  # `space`: the kind of its containers
    label: Words  # `Spaces`
    every: Words  # `All spaces`
    unit: str  # `conversation`: the kind of its units, as holds name them
    unit_label: Words  # `Conversations`
    triggers: Mapping[str, Words]
    units: Callable[[int | None], QuerySet[Any, Any]]
    dispose: Callable[[Sequence[int]], Disposed]
    named: Callable[[User, str, Sequence[int]], Mapping[int, Named]]
    find: Callable[[str], str | None]
    files: Callable[[int], Iterable[File]] | None = None
    dispose_handed: Callable[[Sequence[int]], Disposed] | None = None
    lock: Callable[[Sequence[int]], None] = lambda _pks: None
    owners: Callable[[Sequence[int]], Mapping[int, Sequence[int]]] = lambda _refs: {}
    owned: Callable[[User], Iterable[int]] = lambda _user: ()
    order: int = 100


custodies: Registry[Custody] = Registry("custody")
