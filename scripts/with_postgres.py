"""Run a command beside a PostgreSQL of its own, which is thrown away afterwards.

    python -m scripts.with_postgres -- pytest

The command finds it in MOOTHALL_DATABASE_URL. The cluster listens on a socket in a folder that only its owner may
enter, and does not wait for the disk: it is for tests and measurements, never for data.
"""

import ctypes
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

from scripts.machine import postgres_bin, stop

OWNER = "moothall"
CARELESS = ("fsync=off", "full_page_writes=off", "synchronous_commit=off", "max_connections=100", "listen_addresses=")
PATIENCE = 60  # seconds for the cluster to start or stop
PR_SET_PDEATHSIG = 1


def main() -> None:
    """Run what stands after `--` and end with its exit status."""
    command = sys.argv[sys.argv.index("--") + 1 :] if "--" in sys.argv else []
    if not command:
        stop("Say what to run: python -m scripts.with_postgres -- COMMAND")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        with cluster() as url:
            status = run_through(command, {**os.environ, "MOOTHALL_DATABASE_URL": url})
    except KeyboardInterrupt:
        status = 130
    sys.exit(status if status >= 0 else 128 - status)


@contextmanager
def cluster() -> Iterator[str]:
    """A running PostgreSQL; gives its address, and stops and deletes it at the end whatever happens."""
    binaries = postgres_bin()
    if binaries is None:
        stop("PostgreSQL's server is not installed. On Debian and Ubuntu: sudo apt install postgresql")
    home = Path(tempfile.mkdtemp(prefix="moothall-pg-", dir="/tmp"))  # a socket's path must be short
    become: dict[str, Any] = _someone_else(home)
    server: subprocess.Popen[bytes] | None = None
    log = home / "log"
    try:
        _make(binaries, home, become)
        options = [part for option in CARELESS for part in ("-c", option)]
        with log.open("wb") as lines:
            server = subprocess.Popen(
                [binaries / "postgres", "-D", home / "data", "-k", home, *options],
                cwd=home,
                stdout=lines,
                stderr=lines,
                start_new_session=True,  # Ctrl-C is for the command; we stop the server ourselves
                preexec_fn=_end_with_parent,  # noqa: PLW1509 - no threads here
                **become,
            )
        _wait_until_ready(binaries, home, server, log)
        yield f"postgresql://{OWNER}@{quote(str(home), safe='')}/postgres"
    finally:
        _end(server)
        shutil.rmtree(home, ignore_errors=True)


def run_through(command: Sequence[str], env: dict[str, str]) -> int:
    """Run a command to its end, also through Ctrl-C, which the terminal sends to the command as well."""
    child = subprocess.Popen(command, env=env)
    try:
        while True:
            try:
                return child.wait()
            except KeyboardInterrupt:
                continue
    finally:
        if child.poll() is None:
            child.terminate()
            child.wait()


def _someone_else(home: Path) -> dict[str, Any]:
    """PostgreSQL refuses to run as root: give the folder to another account, and say how to become it."""
    if os.geteuid() != 0:
        return {}
    accounts = {entry.pw_name: entry for entry in pwd.getpwall()}
    account = accounts.get("postgres") or accounts["nobody"]
    os.chown(home, account.pw_uid, account.pw_gid)
    return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}


def _make(binaries: Path, home: Path, become: dict[str, Any]) -> None:
    locale = "C.UTF-8" if sys.platform == "linux" else "en_US.UTF-8"
    made = subprocess.run(
        [
            *(binaries / "initdb", "-D", home / "data", "-U", OWNER, "--auth=trust", "--no-sync"),
            *("--encoding=UTF8", f"--locale={locale}"),
        ],
        cwd=home,
        capture_output=True,
        text=True,
        check=False,
        **become,
    )
    if made.returncode:
        stop(f"PostgreSQL could not make a cluster:\n{made.stderr}")


def _wait_until_ready(binaries: Path, home: Path, server: subprocess.Popen[bytes], log: Path) -> None:
    ask: list[str | Path] = [binaries / "pg_isready", "-q", "-h", home, "-U", OWNER, "-d", "postgres"]
    until = time.monotonic() + PATIENCE
    while subprocess.call(ask) != 0:
        if server.poll() is not None or time.monotonic() > until:
            stop(f"PostgreSQL did not start:\n{log.read_text(errors='replace')}")
        time.sleep(0.05)


def _end_with_parent() -> None:
    """On Linux, ask for a fast shutdown even if we are killed outright."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGINT)


def _end(server: subprocess.Popen[bytes] | None) -> None:
    if server is None:
        return
    for order in (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):  # fast, at once, without asking
        if server.poll() is not None:
            return
        server.send_signal(order)
        try:
            server.wait(PATIENCE / 3)
        except subprocess.TimeoutExpired:
            continue


if __name__ == "__main__":
    main()
