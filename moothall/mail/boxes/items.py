"""What a source of mail yields, and how it fails."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

MEGABYTE = 1024 * 1024
MAX_MESSAGE_BYTES = 64 * MEGABYTE
"""A message larger than this is held back: parsing it would need several times its size in memory."""
MAX_HELD_BYTES = 1024 * MEGABYTE
"""Of a message held back for its size, at most this much is kept."""


class SourceError(Exception):
    """The source cannot be read; the message says why in plain words, and what to do."""


@dataclass(frozen=True, slots=True)
class RawMessage:
    """One message as it lies in its source, or, when `spool` is set, one too large to be held in memory."""

    data: bytes
    place: str
    """Where it lies, for people: a file's name, or the number of the message in its mbox."""
    spool: BinaryIO | None = None
    problem: str = ""


@dataclass(slots=True)
class Source:
    """A mailbox being read: iterate `messages`, and read the progress beside it."""

    name: str
    kind: str
    total: int
    """Bytes of the source as it lies on disk."""
    messages: Iterator[RawMessage]
    position: Callable[[], int]
    """Bytes of the source consumed so far, of `total`."""
    troubles: list[str] = field(default_factory=list)
    """Why the source ended before its end, if it did: set while reading."""
    close: Callable[[], None] = lambda: None
