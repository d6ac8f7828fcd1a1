"""Counting in memory, so that a page pays a few additions; now and then the numbers are written down.

What a killed process had counted since its last writing is lost: this is for noticing, not for accounts.
"""

import threading
import time
from collections import Counter
from collections.abc import Callable, Hashable
from contextlib import closing
from typing import Generic, TypeVar

from django.conf import settings
from django.db import connection

Key = TypeVar("Key", bound=Hashable)


class Counted(Generic[Key]):
    """What this process has counted and not yet written down."""

    def __init__(self, name: str, write: Callable[[], object]) -> None:
        self.name, self.write = name, write
        self.lock = threading.Lock()
        self.numbers: Counter[Key] = Counter()
        self.since = time.monotonic()

    def add(self, key: Key) -> None:
        """Count one; when it is time, another thread writes down what was counted, so that nobody waits for that."""
        if self._is_time_after(key):
            threading.Thread(target=self._write_aside, name=self.name, daemon=True).start()

    def take(self) -> Counter[Key]:
        """Everything counted, and begin anew."""
        with self.lock:
            numbers, self.numbers = self.numbers, Counter()
            return numbers

    def _is_time_after(self, key: Key) -> bool:
        with self.lock:
            self.numbers[key] += 1
            every = settings.MOOTHALL_TALLY_SECONDS
            if not every or time.monotonic() - self.since < every:
                return False
            self.since = time.monotonic()
            return True

    def _write_aside(self) -> None:
        with closing(connection):
            self.write()
