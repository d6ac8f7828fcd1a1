"""Keeping packs where they are: a backup copies them one after the other, and compaction must not remove one of them.

Everything else goes on meanwhile: packs are only ever added by people at work.
"""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection

LOCK = (0x4D6F6F74, 2)  # "Moot": the advisory lock that backups share and compaction holds alone


class Busy(Exception):  # noqa: N818  says what it is
    """A backup and a compaction met."""


@contextmanager
def packs_stay() -> Iterator[None]:
    """While in here no pack is removed; several may be in here together. Raises Busy during a compaction."""
    with _held(shared=True) as held:
        if not held:
            raise Busy("Packs are being compacted. Try again when that has finished.")
        yield


@contextmanager
def packs_may_go() -> Iterator[None]:
    """While in here nobody relies on packs staying where they are. Raises Busy during a backup."""
    with _held(shared=False) as held:
        if not held:
            raise Busy("A backup, or another compaction, is under way. Try again when it has finished.")
        yield


@contextmanager
def _held(*, shared: bool) -> Iterator[bool]:
    """Take the lock without waiting; PostgreSQL keeps it for all machines, a file for the one that SQLite is on."""
    if connection.vendor == "postgresql":
        kind = "_shared" if shared else ""
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT pg_try_advisory_lock{kind}(%s, %s)", LOCK)
            held = bool(cursor.fetchone()[0])
        try:
            yield held
        finally:
            if held and connection.connection is not None:
                with connection.cursor() as cursor:
                    cursor.execute(f"SELECT pg_advisory_unlock{kind}(%s, %s)", LOCK)
        return
    path = Path(settings.MOOTHALL_DATA) / "locks" / "packs"
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w") as handle:
        try:
            fcntl.flock(handle, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        yield True
