"""What goes into sifting and what comes out."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256


@dataclass(frozen=True, slots=True)
class Found:
    """One thing as one place holds it: a message in one mailbox, a file of it, a post.

    `digest` stands for all that a reader could see of it, and for nothing that depends on where it lies: two with one
    digest are read once. `family` is the key of what it came with (a file's message), `place` its place in it, 0 for
    the message itself. `mark` is its message id, `follows` those it answers, the nearest first.
    """

    key: str
    kind: str
    custodian: str
    location: str
    digest: str
    family: str = ""
    place: int = 0
    thread: str = ""
    mark: str = ""
    follows: tuple[str, ...] = ()
    date: datetime | None = None
    text: str = ""
    searches: frozenset[str] = frozenset()
    problem: str = ""
    """Why its words could not be read; it is reviewed all the same."""


@dataclass(frozen=True, slots=True)
class Beside:
    """A message of a thread that no search found: shown so that the thread is whole, not itself reviewed."""

    key: str
    custodian: str
    thread: str
    mark: str = ""
    date: datetime | None = None


@dataclass(frozen=True, slots=True)
class Copy:
    """Where an item lies, in whose care, and which searches found it there."""

    key: str
    custodian: str
    location: str
    searches: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to read and tag, once, wherever it lies.

    Numbers count from 0. Items of a family follow each other, the message before its files; so do families of a thread.
    `seal` is the same for the same content in the same place of a like family, whatever else was found: what was
    decided of it in an earlier set can be carried over.
    """

    number: int
    seal: str
    kind: str
    digest: str
    family: int
    place: int
    thread: int | None
    group: int | None
    date: datetime | None
    copies: tuple[Copy, ...]
    problem: str

    @property
    def searches(self) -> tuple[str, ...]:
        """The searches that found any copy; none when it only came with its family."""
        return tuple(sorted({search for copy in self.copies for search in copy.searches}))

    @property
    def custodians(self) -> tuple[str, ...]:
        """Who holds it, each once."""
        return tuple(sorted({copy.custodian for copy in self.copies}))


@dataclass(frozen=True, slots=True)
class Member:
    """How much of an item's words are also in the first of its group: the Jaccard index of their shingles."""

    item: int
    likeness: float


@dataclass(frozen=True, slots=True)
class Group:
    """Items that say nearly the same; each was compared with the first and is at least as alike as was asked."""

    number: int
    members: tuple[Member, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """One message of a thread: an item (the head of its family), or one that no search found, with where it lies.

    `beside` of an item names further messages of the same id and time which no search found.
    """

    item: int | None
    beside: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Thread:
    """Messages that answer each other, in whichever mailboxes they lie; none stands before the one it answers."""

    number: int
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class ReviewSet:
    """All there is to review, in the order of work."""

    items: tuple[Item, ...]
    families: int
    groups: tuple[Group, ...]
    threads: tuple[Thread, ...]
    found: int

    @property
    def digest(self) -> str:
        """SHA-256 over all items in their order and all their places."""
        told = sha256()
        for item in self.items:
            for part in (item.seal, *(f"{copy.key} {copy.custodian} {copy.location}" for copy in item.copies)):
                told.update(part.encode("utf-8", "surrogatepass") + b"\0")
        return told.hexdigest()

    @property
    def spared(self) -> int:
        """How many things need not be read because another copy is."""
        return self.found - len(self.items)
