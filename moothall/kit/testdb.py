"""The test database, made once for each set of migrations and copied from then on.

Running all migrations takes half a minute of processor; every process of every run of the tests would pay it. What
they leave behind is kept in pytest's cache under a key of everything that they are made of. Guards are no part of it:
they are put in their place in each copy.
"""

import fcntl
import hashlib
import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from unittest.mock import patch

import django
from django.apps import apps
from django.core.management import call_command
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.creation import BaseDatabaseCreation

from moothall.kit import guards


@contextmanager
def kept_in(folder: Path) -> Iterator[None]:
    """Have Django make its test databases from what `folder` keeps, and keep there what it does not hold yet."""

    def create_test_db(
        creation: BaseDatabaseCreation,
        verbosity: int = 1,
        autoclobber: bool = False,
        serialize: bool = True,
        keepdb: bool = False,
    ) -> str:
        connection = creation.connection
        name = creation._get_test_db_name()  # type: ignore[attr-defined]
        creation._create_test_db(verbosity, autoclobber, keepdb)  # type: ignore[attr-defined]
        connection.close()
        connection.settings_dict["NAME"] = name
        if connection.vendor == "sqlite":  # what a killed run left beside its file would be read into the new one
            for left in (f"{name}-wal", f"{name}-shm"):
                Path(left).unlink(missing_ok=True)
        _fill(connection, folder / f"{_key()}.{'sqlite3' if connection.vendor == 'sqlite' else 'sql'}")
        guards.settle(connection)
        return str(name)

    with patch.object(BaseDatabaseCreation, "create_test_db", create_test_db):
        yield


def _fill(connection: BaseDatabaseWrapper, kept: Path) -> None:
    """Fill an empty database with what the migrations make; processes that want the same wait for the first."""
    with kept.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not kept.exists():
            for old in kept.parent.glob(f"*{kept.suffix}"):
                old.unlink()
            call_command("migrate", verbosity=0, interactive=False, database=connection.alias, run_syncdb=True)
            unfinished = kept.with_suffix(".unfinished")
            (_keep_sqlite if connection.vendor == "sqlite" else _keep_postgresql)(connection, unfinished)
            unfinished.replace(kept)
            return
    (_copy_sqlite if connection.vendor == "sqlite" else _copy_postgresql)(connection, kept)


def _key() -> str:
    """A digest of Django's version and of every migration there is."""
    digest = hashlib.sha256(django.get_version().encode())
    for app in sorted(apps.get_app_configs(), key=lambda app: app.label):
        for path in sorted(Path(app.path).glob("migrations/*.py")):
            digest.update(f"{app.label}/{path.name}".encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def _keep_sqlite(connection: BaseDatabaseWrapper, kept: Path) -> None:
    with closing(sqlite3.connect(kept)) as target:
        connection.connection.backup(target)


def _copy_sqlite(connection: BaseDatabaseWrapper, kept: Path) -> None:
    connection.ensure_connection()
    with closing(sqlite3.connect(kept)) as source:
        source.backup(connection.connection)


def _keep_postgresql(connection: BaseDatabaseWrapper, kept: Path) -> None:
    _postgresql(connection, "pg_dump", "--no-owner", "--no-privileges", f"--file={kept}")


def _copy_postgresql(connection: BaseDatabaseWrapper, kept: Path) -> None:
    _postgresql(connection, "psql", "--quiet", "--no-psqlrc", "--set=ON_ERROR_STOP=1", f"--file={kept}")


def _postgresql(connection: BaseDatabaseWrapper, program: str, *arguments: str) -> None:
    """Run one of PostgreSQL's programs on the database."""
    where = connection.settings_dict
    env = os.environ | {
        name: str(where[part])
        for name, part in (
            ("PGHOST", "HOST"),
            ("PGPORT", "PORT"),
            ("PGUSER", "USER"),
            ("PGPASSWORD", "PASSWORD"),
            ("PGDATABASE", "NAME"),
        )
        if where.get(part)
    }
    subprocess.run([shutil.which(program) or program, *arguments], env=env, check=True, stdout=subprocess.DEVNULL)
