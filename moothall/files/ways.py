"""How rooms have their files read: what files a blob of theirs holds, and whom to tell when they are read."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from hashlib import sha256

from moothall.kit.registries import Words
from moothall.kit.registry import Registry

from . import blobs
from .models import Blob


@dataclass(frozen=True)
class Part:
    """One file: its name, how many bytes it has, their SHA-256, and a way to have them."""

    name: str
    size: int
    sha256: str
    read: Callable[[], bytes]


def whole(blob: Blob, *, name: str) -> Part:
    """A blob that is one file."""
    return Part(name, blob.size, blob.sha256, partial(blobs.read, blob))


def piece(content: bytes, *, name: str) -> Part:
    """A file that is part of a blob."""
    return Part(name, len(content), sha256(content).hexdigest(), lambda: content)


@dataclass(frozen=True)
class Way:
    """What a room keeps in blobs. `told(blobs)` is called in the transaction in which their words became known."""

    key: str
    label: Words
    parts: Callable[[Blob], Iterable[Part]]
    told: Callable[[Sequence[int]], None]
    order: int = 100


ways: Registry[Way] = Registry("ways to read files")
