"""The database of a backup: one moment of it, taken while people write, on SQLite and on PostgreSQL."""

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from django.contrib.sessions.models import Session
from django.db import connection, transaction

from moothall.home.backups.manifest import Unusable, open_private

SESSIONS = Session._meta.db_table
FILES = {"sqlite": "database/moothall.sqlite3", "postgresql": "database/moothall.pgdump"}

# What Django's OPTIONS call it, and what PostgreSQL's own programs do.
_LIBPQ = {
    "sslmode": "PGSSLMODE",
    "sslrootcert": "PGSSLROOTCERT",
    "sslcert": "PGSSLCERT",
    "sslkey": "PGSSLKEY",
    "service": "PGSERVICE",
    "passfile": "PGPASSFILE",
    "connect_timeout": "PGCONNECT_TIMEOUT",
}

Ask = Callable[[str], list[tuple[Any, ...]]]  # a question of the moment that was copied, and its rows


@contextmanager
def snapshot(folder: Path) -> Iterator[Ask]:
    """Copy the database as it is now, and answer questions about that moment, not about what came after it."""
    target = folder / FILES[connection.vendor]
    open_private(target).close()
    taken = _snapshot_sqlite if connection.vendor == "sqlite" else _snapshot_postgresql
    with taken(target) as ask:
        yield ask


def is_empty() -> bool:
    """Whether the database that the settings name holds no table at all."""
    if connection.vendor == "sqlite":
        path = Path(connection.settings_dict["NAME"])
        if not path.exists() or not path.stat().st_size:
            return True
    return not connection.introspection.table_names()


def restore(folder: Path) -> None:
    """Put the database of a backup where the settings name one; what is there must be empty."""
    source = folder / FILES[connection.vendor]
    connection.close()
    if connection.vendor == "sqlite":
        _restore_sqlite(source)
        return
    _run(
        [
            *("pg_restore", "--no-owner", "--no-privileges", "--no-comments"),
            *("--exit-on-error", "--single-transaction", "--dbname", str(connection.settings_dict["NAME"])),
            str(source),
        ]
    )


@contextmanager
def _snapshot_sqlite(target: Path) -> Iterator[Ask]:
    """All pages in one step: writers go on in the write-ahead log, and the copy is of one moment."""
    source = str(connection.settings_dict["NAME"])
    with closing(sqlite3.connect(source, timeout=60)) as live, closing(sqlite3.connect(target)) as copy:
        live.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")  # so that the copy is one file
        _forget_sessions(copy)
        yield lambda sql: copy.execute(sql).fetchall()


@contextmanager
def _snapshot_postgresql(target: Path) -> Iterator[Ask]:
    """A transaction that sees one moment lends it to pg_dump, so that both speak of the same one."""

    def ask(sql: str) -> list[tuple[Any, ...]]:
        with connection.cursor() as cursor:
            cursor.execute(sql)
            return list(cursor.fetchall())

    with transaction.atomic(durable=True):
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        [[name]] = ask("SELECT pg_export_snapshot()")
        _run(
            [
                *("pg_dump", "--format=custom", "--compress=1", "--no-owner", "--no-privileges"),
                *(f"--exclude-table-data={SESSIONS}", f"--snapshot={name}", f"--file={target}"),
            ]
        )
        yield ask


def _restore_sqlite(source: Path) -> None:
    """Copy beside the place first and rename: a restore that is cut off leaves no half database."""
    place = Path(connection.settings_dict["NAME"])
    place.parent.mkdir(parents=True, exist_ok=True)
    draft = place.with_name(f"{place.name}.restoring")
    draft.unlink(missing_ok=True)
    with source.open("rb") as copied, open_private(draft) as file:
        shutil.copyfileobj(copied, file)
        file.flush()
        os.fsync(file.fileno())
    with closing(sqlite3.connect(draft)) as opened:
        found = [row[0] for row in opened.execute("PRAGMA quick_check")]
        _forget_sessions(opened)  # of a backup by an older version
    if found != ["ok"]:
        raise Unusable(f"The database in the backup is damaged: {found[0]}")
    for leftover in (f"{place.name}-wal", f"{place.name}-shm"):  # of the empty file that may be there
        place.with_name(leftover).unlink(missing_ok=True)
    draft.rename(place)


def _forget_sessions(copy: sqlite3.Connection) -> None:
    """Whoever finds a backup finds nobody signed in; nor does anyone come in by a restored one."""
    copy.execute("PRAGMA secure_delete=ON")
    copy.execute(f"DELETE FROM {SESSIONS}")  # noqa: S608  from the model
    copy.commit()


def _run(command: Sequence[str]) -> None:
    """Run one of PostgreSQL's programs; the password goes by its environment, where no other user sees it."""
    program = shutil.which(command[0])
    if program is None:
        raise Unusable(f"{command[0]} is not installed. On Debian and Ubuntu: apt install postgresql-client")
    done = subprocess.run(
        [program, *command[1:]], env=os.environ | _libpq(), capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise Unusable(f"{command[0]} failed: {done.stderr.strip()}")


def _libpq() -> dict[str, str]:
    ours: Mapping[str, Any] = connection.settings_dict
    told = {
        "PGHOST": ours["HOST"],
        "PGPORT": ours["PORT"],
        "PGUSER": ours["USER"],
        "PGPASSWORD": ours["PASSWORD"],
        "PGDATABASE": ours["NAME"],
    } | {variable: ours["OPTIONS"][option] for option, variable in _LIBPQ.items() if option in ours["OPTIONS"]}
    return {name: str(value) for name, value in told.items() if value}
