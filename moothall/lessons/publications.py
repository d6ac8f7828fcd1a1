"""What the council publishes in feeds for everybody, kind by kind: each room says it of its own things.

A room registers one `Publication` in its `room.py`. What it lists is on the public site now: never a draft, nothing
that was withdrawn, and no name of anybody.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from moothall.kit.registries import Person, Words
from moothall.kit.registry import Registry

MOST_OWN = 500  # of the council's own things that are compared with one of another body


@dataclass(frozen=True)
class Stamp:
    """That something is published, and when it changed last."""

    key: str  # `policy:7`
    updated_at: datetime


@dataclass(frozen=True)
class PublishedItem:
    """Something that is on the public site, with all that it says; `made_on` never changes, as its name rests on it."""

    key: str
    kind: str
    title: str
    path: str  # on our public site
    html: str  # sanitised
    summary: str
    licence: str
    made_on: date
    published_at: datetime
    updated_at: datetime
    data: Mapping[str, object]


@dataclass(frozen=True)
class Own:
    """Something of the council's own, to be read beside what another body publishes."""

    title: str
    url: str


@dataclass(frozen=True)
class Publication:
    """One kind of what the council publishes: `stamps` lists all of it, `load` gives those that are asked for.

    `key` is how the address of its feeds ends: `policies`; `kind` is what one thing of it is called: `policy`. `own`
    gives what is like it and a person may see, published or not, the newest first.
    """

    key: str
    kind: str
    label: Words
    note: Words
    front: str  # the name of the address of its public list
    stamps: Callable[[], Iterable[Stamp]]
    load: Callable[[Sequence[str]], Iterable[PublishedItem]]
    own: Callable[[Person], Iterable[Own]]
    order: int = 100


publications: Registry[Publication] = Registry("publications")
