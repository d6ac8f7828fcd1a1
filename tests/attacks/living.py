"""A hall that lives: gunicorn and the worker as `moothall serve` starts them, a browser, and ways to kill them."""

import contextlib
import http.client
import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.test import Client

from moothall.kit.testing import CommittedDatabase
from moothall.people.models import User

ROUNDS = int(os.environ.get("MOOTHALL_ATTACK_ROUNDS", "0"))
"""How often to attack; nothing or 0 for the few times of the ordinary suite, 100 for the long attack."""

PATIENCE = 90.0
UNLIMITED = {f"MOOTHALL_LIMIT_{limit}": "1000000/m" for limit in ("SIGN_IN", "FIND", "POST", "UPLOAD")}
BROKEN = (OSError, http.client.HTTPException)


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    place: str
    body: bytes

    @property
    def is_yes(self) -> bool:
        """Acknowledged: from now on it must never be lost."""
        return 200 <= self.status < 400

    def json(self) -> Any:
        """The answer of an upload."""
        return json.loads(self.body)


class Browser:
    """One signed-in person on a connection of their own for every request, as a killed server breaks them all."""

    def __init__(self, port: int, person: User) -> None:
        client = Client()
        client.force_login(person)
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        self.port, self.csrf = port, secrets.token_hex(16)
        self.cookie = f"{settings.SESSION_COOKIE_NAME}={session}; {settings.CSRF_COOKIE_NAME}={self.csrf}"

    def get(self, path: str) -> Answer:
        """Read a page."""
        return self.ask("GET", path)

    def post(self, path: str, **fields: str) -> Answer:
        """Send a form; a name's `__` is a hyphen."""
        form = {name.replace("__", "-"): value for name, value in fields.items()}
        return self.ask("POST", path, urlencode(form).encode(), {"Content-Type": "application/x-www-form-urlencoded"})

    def ask(self, method: str, path: str, body: bytes = b"", headers: Mapping[str, str] = {}) -> Answer:
        """Ask once; raises one of BROKEN when no whole answer came."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            given = {"Cookie": self.cookie, "X-CSRFToken": self.csrf, **headers}
            connection.request(method, path, body or None, given)
            answer = connection.getresponse()
            return Answer(answer.status, answer.headers.get("Location", ""), answer.read())
        finally:
            connection.close()


class LivingHall:
    """Web and worker on the data of one test."""

    def __init__(self, database: CommittedDatabase) -> None:
        self.database = database
        self.port = _free_port()
        self.running: dict[str, subprocess.Popen[bytes]] = {}

    def start(self) -> None:
        """Start what does not run, and wait until it answers."""
        gunicorn = (
            *("-m", "gunicorn", "moothall.config.wsgi", "--no-control-socket"),
            *("--config", "python:moothall.config.gunicorn", "--bind", f"127.0.0.1:{self.port}"),
            *("--workers", "2", "--log-level", "critical"),
        )
        self._start("worker", "-m", "moothall", "worker", "--child")
        self._start("web", *gunicorn)
        eventually(self._answers, "the web server did not start")

    def kill(self, *names: str) -> None:
        """Kill with -9, all processes of each at once."""
        for name in names:
            os.killpg(self.running[name].pid, signal.SIGKILL)
        for name in names:
            self.running.pop(name).wait()

    def stop(self) -> None:
        """End everything in order, then for certain."""
        for process in self.running.values():
            process.terminate()
        for process in self.running.values():
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(30)
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        self.running.clear()

    def _start(self, name: str, *arguments: str) -> None:
        if name in self.running:
            return
        env = self.database.env | UNLIMITED
        self.running[name] = subprocess.Popen([sys.executable, *arguments], env=env, start_new_session=True)

    def _answers(self) -> bool:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            connection.request("GET", "/healthz")
            return connection.getresponse().status == 200
        except BROKEN:
            return False
        finally:
            connection.close()


@contextlib.contextmanager
def living(database: CommittedDatabase) -> Iterator[LivingHall]:
    """A hall for the length of a test."""
    hall = LivingHall(database)
    try:
        hall.start()
        yield hall
    finally:
        hall.stop()


def eventually(holds: Callable[[], bool], what: str, patience: float = PATIENCE) -> None:
    """Wait until something holds."""
    deadline = time.monotonic() + patience
    while not holds():
        assert time.monotonic() < deadline, what
        time.sleep(0.05)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
