"""Django's SQLite backend, with a fairer wait for the one write lock.

SQLite itself looks again ever more rarely, up to ten times a second, so that whoever has waited longest looks least
often, and a busy import or a busy writer takes the lock again before anybody else has looked. Here it is the reverse.
"""

import random
import sqlite3
import time
from typing import Any

from django.db.backends.sqlite3 import base

STEPS = ((0.1, 0.002), (0.5, 0.001), (float("inf"), 0.0003))  # after so many seconds of waiting: seconds between looks


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection that waits for its turn to write by looking more often the longer it has waited."""

    def _start_transaction_under_autocommit(self) -> None:
        if self.transaction_mode != "IMMEDIATE":  # type: ignore[attr-defined]
            super()._start_transaction_under_autocommit()  # type: ignore[misc]
            return
        patience = float(self.settings_dict["OPTIONS"].get("timeout", 5))
        with self.wrap_database_errors:
            _begin(self.connection, patience)


def _begin(connection: Any, patience: float) -> None:
    """Begin to write; raises sqlite3.OperationalError when it was not our turn within `patience` seconds."""
    begun = time.monotonic()
    connection.execute("PRAGMA busy_timeout = 0")
    try:
        while True:
            try:
                connection.execute("BEGIN IMMEDIATE")
                return
            except sqlite3.OperationalError as error:
                waited = time.monotonic() - begun
                if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or waited > patience:
                    raise
            pause = next(pause for until, pause in STEPS if waited < until)
            time.sleep(random.uniform(pause / 2, pause))  # noqa: S311  so that those who wait do not look in step
    finally:
        connection.execute(f"PRAGMA busy_timeout = {int(patience * 1000)}")
