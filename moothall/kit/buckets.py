"""Where what was done lately is counted, atomically and for all processes alike."""

import fcntl
import hashlib
import os
import struct
from pathlib import Path
from typing import Protocol

from django.conf import settings
from django.core.cache import cache

from moothall.kit import clock
from moothall.kit.rate import Rate

SLOT = struct.Struct("<Qd")  # who, as 64 bits of a keyed hash; and when they will have waited it all off, in seconds
SLOTS = 1 << 16  # one megabyte in all, however many addresses come
NEIGHBOURHOOD = 16  # slots in which one key may stand


class Store(Protocol):
    """A place to count in."""

    def take(self, key: str, rate: Rate) -> float:
        """Count one more; returns 0, or the seconds to wait if it comes too often (it is not counted then)."""


class TableInFile:
    """The generic cell rate algorithm (ITU-T I.371) in a file of fixed size: one moment kept for each key.

    A slot whose moment has passed is free, so nothing has to be tidied up. When a neighbourhood is full the slot that
    would be free soonest is taken.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    def take(self, key: str, rate: Rate) -> float:
        """Count one more under the lock of the file, which threads and processes share."""
        digest = hashlib.blake2b(key.encode(), key=settings.SECRET_KEY.encode()[:64], digest_size=16).digest()
        who = int.from_bytes(digest[:8]) or 1
        start = int.from_bytes(digest[8:]) % (SLOTS - NEIGHBOURHOOD) * SLOT.size
        self.path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            if os.fstat(descriptor).st_size < SLOTS * SLOT.size:
                os.ftruncate(descriptor, SLOTS * SLOT.size)
            here = os.pread(descriptor, NEIGHBOURHOOD * SLOT.size, start)
            number, until = _place(list(SLOT.iter_unpack(here)), who)
            now = clock.now().timestamp()
            if until > now + rate.seconds + 1:
                until = now  # further away than anyone is made to wait: it was set before the clock was turned back
            until = max(until, now) + rate.seconds / rate.amount
            wait = until - now - rate.seconds
            if wait > 1e-6:
                return wait
            os.pwrite(descriptor, SLOT.pack(who, until), start + number * SLOT.size)
            return 0.0
        finally:
            os.close(descriptor)


class WindowsInCache:
    """Two counters in the shared cache, of this window and the one before, which fades out as this one goes on."""

    def take(self, key: str, rate: Rate) -> float:
        """Count one more; the cache's own increment is atomic."""
        now = clock.now().timestamp()
        window, gone = divmod(now, rate.seconds)
        name = f"throttle:{hashlib.sha256(key.encode()).hexdigest()[:32]}"
        this, before = f"{name}:{window:.0f}", f"{name}:{window - 1:.0f}"
        cache.add(this, 0, timeout=2 * rate.seconds)
        count = cache.incr(this)
        faded = (cache.get(before) or 0) * (1 - gone / rate.seconds)
        if count + faded <= rate.amount:
            return 0.0
        cache.decr(this)
        return max(1.0, rate.seconds - gone if count > rate.amount else rate.seconds / rate.amount)


def store() -> Store:
    """The shared cache where there is one, otherwise the file beside the data."""
    if settings.MOOTHALL_SHARED_CACHE:
        return WindowsInCache()
    return TableInFile(Path(settings.MOOTHALL_DATA) / "throttle.table")


def _place(slots: list[tuple[int, float]], who: int) -> tuple[int, float]:
    """The slot of this key and the moment kept there; or the one that is, or is soonest, free."""
    for number, (holder, until) in enumerate(slots):
        if holder == who:
            return number, until
    return min(range(len(slots)), key=lambda number: slots[number][1]), 0.0
