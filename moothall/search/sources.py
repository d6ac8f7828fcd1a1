"""What can be found: each room registers a source that says what is in the index and what may be shown of it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from moothall.kit.registries import Words
from moothall.kit.registry import Registry
from moothall.people.models import User


@dataclass(frozen=True, slots=True)
class Document:
    """What the index holds of one thing."""

    key: str  # `post:12`
    kind: str
    container: str  # `space:7`: whoever holds it may find this
    title: str
    body: str
    date: datetime
    names: str = ""  # further words to find it by: attachments, authors
    who: tuple[str, ...] = ()  # `user:5`, or mail addresses in lower case


@dataclass(frozen=True, slots=True)
class Hit:
    """What a result shows, loaded from the database for the person who asked."""

    key: str
    title: str
    url: str
    place: str
    kind_label: Words
    icon: str
    date: datetime
    people: str = ""
    note: str = ""


def no_places(_user: User) -> Mapping[str, str]:
    """A source whose containers have no names to show."""
    return {}


@dataclass(frozen=True)
class Source:
    """One kind of thing that can be found.

    `documents(refs)` builds what the index should hold; a ref that is not returned is deleted from it.
    `ids(after)` gives all refs greater than `after`, ascending.
    `load(user, refs)` asks the database what this person may be shown.
    `places(user)` names the containers this person may narrow a search to.
    `stays` says why none of it can be lost, where the database never lets go of it: it needs no hold.
    """

    key: str
    label: Words
    icon: str
    documents: Callable[[Sequence[int]], Iterable[Document]]
    ids: Callable[[int], Iterable[int]]
    load: Callable[[User, Sequence[int]], Mapping[int, Hit]]
    places: Callable[[User], Mapping[str, str]] = no_places
    order: int = 100
    stays: Words = ""


sources: Registry[Source] = Registry("search sources")


def split_key(key: str) -> tuple[str, int]:
    """Take `post:12` apart into its kind and primary key."""
    kind, _colon, ref = key.rpartition(":")
    return kind, int(ref)
