"""What tests need to commit for real: a database of their own, threads that start together, processes beside them.

Guards stay on: nothing here empties a table. A test works on a copy of the test database, which is thrown away after.
"""

import os
import secrets
import signal
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import quote, urlsplit, urlunsplit

import pytest
from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.test.utils import setup_databases, teardown_databases

from moothall.kit import collecting, testdb

T = TypeVar("T")

PATIENCE = 240  # seconds a thread or process may take before the test gives up on it


def pytest_collection_finish(session: pytest.Session) -> None:
    """Take what was imported for what it is: here to stay. Looking through it again and again took a third of a run."""
    collecting.settled()
    collecting.seldom()


class RanAway(Exception):  # noqa: N818  says what is the matter
    """Work that hostile input made endless, or nearly so."""


@contextmanager
def never_ending(what: str, patience: int = PATIENCE) -> Iterator[None]:
    """Give up on work that has run away: processor time of this process, so that a busy machine changes nothing.

    It says whether work ends, not how fast it is: the bound is far above what any machine needs. Less patience (in
    seconds) tells work that grows with the square of its input from work that does not.
    """

    def give_up(*_signal: object) -> None:
        raise RanAway(f"{what} took more than {patience} seconds of processor")

    former = signal.signal(signal.SIGVTALRM, give_up)
    signal.setitimer(signal.ITIMER_VIRTUAL, patience)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, former)


@dataclass(frozen=True)
class CommittedDatabase:
    """A copy of the test database to which the default connection of every thread now leads."""

    url: str

    @property
    def env(self) -> dict[str, str]:
        """The environment in which another process works on the same data with the same keys."""
        ours = {name: value for name, value in os.environ.items() if not name.startswith("MOOTHALL_")}
        keys: Mapping[str, bytes] = settings.MOOTHALL_AUDIT_KEYS
        return ours | {
            "MOOTHALL_DATABASE_URL": self.url,
            "MOOTHALL_DATA": str(settings.MOOTHALL_DATA),
            "MOOTHALL_AUDIT_ANCHOR": str(settings.MOOTHALL_AUDIT_ANCHOR),
            "MOOTHALL_SECRET_KEY": settings.SECRET_KEY,
            "MOOTHALL_AUDIT_KEYS": ",".join(f"{key_id}:{key.hex()}" for key_id, key in keys.items()),
        }

    def start(self, *arguments: str) -> "subprocess.Popen[str]":
        """Start `moothall` with these arguments in a process of its own."""
        return self._python("-m", "moothall", *arguments)

    def start_python(self, code: str) -> "subprocess.Popen[str]":
        """Start Python code, with Django set up, in a process of its own."""
        return self._python("-c", f"import django; django.setup()\n{code}")

    def run(self, *arguments: str) -> "subprocess.CompletedProcess[str]":
        """Run `moothall` with these arguments to its end."""
        process = self.start(*arguments)
        output, errors = process.communicate(timeout=PATIENCE)
        return subprocess.CompletedProcess(arguments, process.returncode, output, errors)

    def _python(self, *arguments: str) -> "subprocess.Popen[str]":
        env = self.env | {"DJANGO_SETTINGS_MODULE": os.environ["DJANGO_SETTINGS_MODULE"]}
        return subprocess.Popen(
            [sys.executable, *arguments],
            env=env,
            text=True,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )


@dataclass(frozen=True)
class Elsewhere:
    """Another data folder and another database, both empty, with the same keys."""

    env: dict[str, str]

    def run(self, *arguments: str) -> "subprocess.CompletedProcess[str]":
        """Run `moothall` there to its end."""
        return self._python("-m", "moothall", *arguments)

    def python(self, code: str) -> str:
        """Run Python code there, with Django set up, and return what it prints."""
        done = self._python("-c", f"import django; django.setup()\n{code}")
        assert done.returncode == 0, done.stderr  # noqa: S101  a test's own
        return done.stdout

    def _python(self, *arguments: str) -> "subprocess.CompletedProcess[str]":
        command = [sys.executable, *arguments]
        return subprocess.run(command, env=self.env, capture_output=True, text=True, timeout=3 * PATIENCE, check=False)


@contextmanager
def another_database(folder: Path) -> Iterator[str]:
    """The URL of one more copy of the database at hand, to which nothing in this process leads: another hall's."""
    original = connections[DEFAULT_DB_ALIAS]
    with _copied(original, folder) as name:
        yield database_url({**original.settings_dict, "NAME": name})


@pytest.fixture
def elsewhere(committed_db: CommittedDatabase, tmp_path: Path) -> Iterator[Elsewhere]:
    """A place to restore into what was backed up from `committed_db`."""
    data = tmp_path / "elsewhere"
    env = committed_db.env | {
        "MOOTHALL_DATA": str(data),
        "MOOTHALL_AUDIT_ANCHOR": str(data / "audit" / "heads.log"),
        "DJANGO_SETTINGS_MODULE": os.environ["DJANGO_SETTINGS_MODULE"],
    }
    connection = connections[DEFAULT_DB_ALIAS]
    if connection.vendor == "sqlite":
        yield Elsewhere(env | {"MOOTHALL_DATABASE_URL": f"sqlite:///{data / 'moothall.sqlite3'}"})
        return
    name = f"elsewhere_{secrets.token_hex(4)}"
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{name}"')
    try:
        url = urlunsplit(urlsplit(committed_db.url)._replace(path=f"/{name}"))
        yield Elsewhere(env | {"MOOTHALL_DATABASE_URL": url})
    finally:
        with connections[DEFAULT_DB_ALIAS]._nodb_cursor() as cursor:
            cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, pytestconfig: pytest.Config
) -> Iterator[None]:
    """What pytest-django asks for just before it makes the test database: made once, copied after that."""
    with testdb.kept_in(pytestconfig.cache.mkdir("databases")):
        yield


@pytest.fixture(scope="session")
def template_database(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The test database, also in a run of which no test asks for `db`: pytest-django would make none."""
    ours = connections[DEFAULT_DB_ALIAS]
    if ours.settings_dict["NAME"] == ours.creation._get_test_db_name():  # type: ignore[attr-defined]
        yield
        return
    with django_db_blocker.unblock():
        made = setup_databases(verbosity=0, interactive=False, aliases={DEFAULT_DB_ALIAS})  # type: ignore[arg-type]
    yield
    with django_db_blocker.unblock():
        teardown_databases(made, verbosity=0)


@pytest.fixture
def committed_db(template_database: None, django_db_blocker: Any, tmp_path: Path) -> Iterator[CommittedDatabase]:
    """A database of the test's own, in which commits are real; not to be used together with `db`."""
    with django_db_blocker.unblock():
        original = connections[DEFAULT_DB_ALIAS]
        if original.in_atomic_block:
            raise RuntimeError("committed_db takes the place of db: a test, or its fixtures, cannot use both.")
        with _copied(original, tmp_path) as name, _led_to(name):
            yield CommittedDatabase(database_url(connections[DEFAULT_DB_ALIAS].settings_dict))


def at_once(work: Sequence[Callable[[], T]]) -> list[T]:
    """Run each piece of work in a thread of its own, all starting together; raises the first error among them."""
    barrier = threading.Barrier(len(work))
    results: dict[int, T] = {}
    errors: list[BaseException] = []

    def run(number: int, piece: Callable[[], T]) -> None:
        try:
            barrier.wait(PATIENCE)
            results[number] = piece()
        except BaseException as error:
            errors.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(number, piece)) for number, piece in enumerate(work)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)
    if errors:
        raise errors[0]
    return [results[number] for number in range(len(work))]


def database_url(database: Mapping[str, Any]) -> str:
    """Write Django's settings of a database as the URL that MOOTHALL_DATABASE_URL takes."""
    if "sqlite" in database["ENGINE"]:
        return f"sqlite:///{database['NAME']}"
    user, password, host = (quote(str(database[part] or ""), safe="") for part in ("USER", "PASSWORD", "HOST"))
    who = f"{user}:{password}" if password else user
    port = f":{database['PORT']}" if database["PORT"] else ""
    return f"postgres://{who}@{host}{port}/{quote(str(database['NAME']), safe='')}"


@contextmanager
def _copied(original: BaseDatabaseWrapper, folder: Path) -> Iterator[str]:
    """Copy the database, yield the copy's name, drop it at the end."""
    if original.vendor == "sqlite":
        original.ensure_connection()
        copy = folder / "committed.sqlite3"
        with closing(sqlite3.connect(copy)) as target:
            original.connection.backup(target)
        yield str(copy)
        return
    template = str(original.settings_dict["NAME"])
    name = f"{template[:50]}_{secrets.token_hex(4)}"
    _leave(original)  # PostgreSQL copies only what nobody is connected to
    with original._nodb_cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    try:
        yield name
    finally:
        with original._nodb_cursor() as cursor:
            cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@contextmanager
def _led_to(name: str) -> Iterator[None]:
    """Lead the default connection, of this thread and of every new one, to another database for a while."""
    original = connections[DEFAULT_DB_ALIAS]
    ours = connections.settings[DEFAULT_DB_ALIAS]
    connections.settings[DEFAULT_DB_ALIAS] = {**ours, "NAME": name}
    connections[DEFAULT_DB_ALIAS] = connections.create_connection(DEFAULT_DB_ALIAS)
    try:
        yield
    finally:
        _leave(connections[DEFAULT_DB_ALIAS])
        connections.settings[DEFAULT_DB_ALIAS] = ours
        connections[DEFAULT_DB_ALIAS] = original


def _leave(connection: BaseDatabaseWrapper) -> None:
    connection.close()
    close_pool = getattr(connection, "close_pool", None)
    if close_pool:
        close_pool()
