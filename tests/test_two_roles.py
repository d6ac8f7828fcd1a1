"""PostgreSQL with one role that owns the tables and another that the hall runs as."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest

pytestmark = pytest.mark.skipif(
    "postgresql" not in os.environ.get("MOOTHALL_DATABASE_URL", ""), reason="only PostgreSQL has roles"
)
OURS = os.environ.get("PYTEST_XDIST_WORKER", "")  # each process of a test run has roles and a database of its own
DATABASE, OWNER, RUNS = f"two_roles{OURS}", f"hall_owner{OURS}", f"hall_runs{OURS}"
RESTORED = f"two_roles_restored{OURS}"
CALM = """
from moothall.people.tests import make as people
from moothall.spaces.tests import make as spaces
from moothall.people.models import Kind
priya = people.user("Priya Raman")
space = spaces.space(by=priya)
talk = spaces.conversation(space, by=priya)
spaces.post(talk, by=priya, body="Said by the role that runs the hall")
"""


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """The cluster's address as its superuser, with two roles and a database in it for this module."""
    url = os.environ["MOOTHALL_DATABASE_URL"]
    with psycopg.connect(url, autocommit=True) as root:
        for database in (DATABASE, RESTORED):
            root.execute(f"DROP DATABASE IF EXISTS {database} WITH (FORCE)".encode())
        for role in (OWNER, RUNS):
            root.execute(f"DROP ROLE IF EXISTS {role}".encode())
            root.execute(f"CREATE ROLE {role} LOGIN".encode())
        for database in (DATABASE, RESTORED):
            root.execute(f"CREATE DATABASE {database} OWNER {OWNER}".encode())
    yield url
    with psycopg.connect(url, autocommit=True) as root:
        for database in (DATABASE, RESTORED):
            root.execute(f"DROP DATABASE IF EXISTS {database} WITH (FORCE)".encode())
        root.execute(f"DROP ROLE {OWNER}, {RUNS}".encode())


def address(url: str, role: str, database: str = DATABASE) -> str:
    host = url.split("@", 1)[1].rsplit("/", 1)[0]
    return f"postgresql://{role}@{host}/{database}"


@pytest.fixture(scope="module")
def hall(server: str, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The environment of a hall that was migrated by the owner."""
    env = {
        **os.environ,
        "MOOTHALL_DATA": str(tmp_path_factory.mktemp("hall")),
        "MOOTHALL_DATABASE_URL": address(server, RUNS),
        "MOOTHALL_DATABASE_OWNER_URL": address(server, OWNER),
    }
    done = moothall(env, "migrate", "-v0")
    assert done.returncode == 0, done.stderr
    return env


def moothall(env: dict[str, str], *arguments: str, script: str = "") -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "moothall", *arguments]
    return subprocess.run(command, env=env, text=True, capture_output=True, check=False, input=script)


def test_the_hall_works_as_the_lesser_role(hall: dict[str, str]) -> None:
    done = moothall(hall, "shell", "-v0", script=CALM)
    assert done.returncode == 0, done.stderr
    for command in ("check", "verify_audit"):
        done = moothall(hall, command)
        assert done.returncode == 0, done.stderr


STATEMENTS = [
    "UPDATE audit_entry SET verb = 'x'",
    "DELETE FROM audit_entry",
    "TRUNCATE audit_entry",
    "ALTER TABLE audit_entry DISABLE TRIGGER ALL",
    "DROP TABLE audit_entry",
    "UPDATE spaces_postrevision SET body = 'x'",
    "CREATE TABLE mine (id int)",
    "DELETE FROM django_migrations",
    "SET session_replication_role = replica",
    "CREATE OR REPLACE FUNCTION harmless() RETURNS int AS 'SELECT 1' LANGUAGE sql",
]


@pytest.mark.parametrize("statement", STATEMENTS)
def test_the_lesser_role_cannot_get_round_a_guard(hall: dict[str, str], statement: str) -> None:
    lesser = psycopg.connect(hall["MOOTHALL_DATABASE_URL"], autocommit=True)
    with lesser, pytest.raises(psycopg.errors.InsufficientPrivilege):
        lesser.execute(statement.encode())


def test_what_the_lesser_role_backed_up_the_owner_restores_and_the_lesser_role_runs(
    server: str, hall: dict[str, str], tmp_path: Path
) -> None:
    done = moothall(hall, "backup", str(tmp_path / "backup"), "--with-keys")
    assert done.returncode == 0, done.stderr
    again = {
        **hall,
        "MOOTHALL_DATA": str(tmp_path / "again"),
        "MOOTHALL_DATABASE_URL": address(server, RUNS, RESTORED),
        "MOOTHALL_DATABASE_OWNER_URL": address(server, OWNER, RESTORED),
    }
    done = moothall(again, "restore", str(tmp_path / "backup"))
    assert done.returncode == 0, done.stdout + done.stderr
    with psycopg.connect(urlunsplit(urlsplit(server)._replace(path=f"/{RESTORED}"))) as root:
        owners = root.execute("SELECT DISTINCT tableowner FROM pg_tables WHERE schemaname = 'public'").fetchall()
    assert owners == [(OWNER,)]
    runs = {name: value for name, value in again.items() if name != "MOOTHALL_DATABASE_OWNER_URL"}
    for command in ("check", "verify_audit", "check_index"):
        done = moothall(runs, command)
        assert done.returncode == 0, done.stdout + done.stderr
    done = moothall(runs, "shell", "-v0", script=CALM.replace("Priya Raman", "Ada Minton"))
    assert done.returncode == 0, done.stderr
    for statement in STATEMENTS:
        lesser = psycopg.connect(runs["MOOTHALL_DATABASE_URL"], autocommit=True)
        with lesser, pytest.raises(psycopg.errors.InsufficientPrivilege):
            lesser.execute(statement.encode())


def test_an_owner_without_another_to_run_as_is_refused(tmp_path: Path) -> None:
    env = {**os.environ, "MOOTHALL_DATA": str(tmp_path), "MOOTHALL_DATABASE_OWNER_URL": "postgresql://owner@host/hall"}
    env.pop("MOOTHALL_DATABASE_URL")
    done = moothall(env, "check")
    assert done.returncode == 1
    assert "needs MOOTHALL_DATABASE_URL" in done.stderr
