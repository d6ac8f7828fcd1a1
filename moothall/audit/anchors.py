"""The ends of the chain, written outside the database: what a cut or rewritten chain is held against.

Each line is `seq hash at key_id seal`; its seal covers the line and the seal before it, so the file is a chain too.
Lines may come out of order by a few, as writers that committed one after another race to the file.
"""

import fcntl
import hashlib
import hmac
import logging
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings

from . import keys
from .chain import Head
from .keys import Key
from .models import GENESIS

logger = logging.getLogger("moothall.audit.anchor")

LONGEST_LINE = 512  # bytes; a line has about 220


@dataclass(frozen=True)
class Line:
    """One anchor as it stands in the file."""

    number: int
    seq: int
    hash: str
    at: str
    key_id: str
    seal: str

    @property
    def told(self) -> str:
        """What the seal covers, besides the seal before it."""
        return f"{self.seq} {self.hash} {self.at} {self.key_id}"


def path() -> Path:
    """Where the anchors are kept."""
    return Path(settings.MOOTHALL_AUDIT_ANCHOR)


def write(head: Head) -> None:
    """Add a line for this end of the chain; a failure is logged and never stops what people were doing."""
    at = head.at.astimezone(UTC).isoformat(timespec="microseconds")
    logger.info("seq=%d hash=%s at=%s", head.seq, head.hash, at)
    try:
        _append(f"{head.seq} {head.hash} {at}")
    except OSError:
        logger.exception("The end of the audit chain, entry %d, could not be anchored in %s.", head.seq, path())


def read(file: Path) -> Iterator[Line | int]:
    """Yield each line in turn, or only its number when it cannot be read; a file that is not there has none."""
    if not file.exists():
        return
    with file.open("rb") as stream:
        for number, raw in enumerate(stream, start=1):
            yield _parse(number, raw) or number


def seal(told: str, previous: str, key: Key) -> str:
    """Return the seal of a line that follows a line sealed with `previous`."""
    return hmac.new(key.secret, f"moothall.audit.anchor.1\n{previous}\n{told}".encode(), hashlib.sha256).hexdigest()


def _append(told: str) -> None:
    file = path()
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    key = keys.signing()
    told = f"{told} {key.id}"
    descriptor = os.open(file, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        previous, whole = _last(descriptor)
        line = f"{told} {seal(told, previous, key)}\n".encode()
        os.write(descriptor, line if whole else b"\n" + line)
        fcntl.flock(descriptor, fcntl.LOCK_UN)
        os.fsync(descriptor)  # after the lock, so that writers wait for the disk together
    finally:
        os.close(descriptor)


def _last(descriptor: int) -> tuple[str, bool]:
    """Return the seal of the last readable line, and whether the file ends with a whole line."""
    size = os.fstat(descriptor).st_size
    tail = os.pread(descriptor, 2 * LONGEST_LINE, max(0, size - 2 * LONGEST_LINE))
    for raw in reversed(tail.splitlines(keepends=True)):
        line = _parse(0, raw)
        if line:
            return line.seal, tail.endswith(b"\n")
    return GENESIS, not tail or tail.endswith(b"\n")


def _parse(number: int, raw: bytes) -> Line | None:
    try:
        seq, hash_, at, key_id, seal_ = raw.decode("ascii").split()
        datetime.fromisoformat(at)
        if len(hash_) != len(GENESIS) or len(seal_) != len(GENESIS) or not raw.endswith(b"\n"):
            return None
        return Line(number, int(seq), hash_, at, key_id, seal_)
    except ValueError:
        return None
