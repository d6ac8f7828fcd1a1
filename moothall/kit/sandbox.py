"""Opening what strangers sent: in a process of its own with little time, memory and disk, and no network.

    result = sandbox.run("moothall.files.extract:pdf", data)        # def pdf(data: BinaryIO, out: BinaryIO) -> None
    result = sandbox.run(["/usr/bin/pdftotext", "-", "-"], data, limits=Limits(seconds=10))

On Linux the process sees a file system of its own (programs, read-only, and an empty folder), no other process, no
network and, by a seccomp filter, no way to ask for either. Where the system does not allow all of that, `walls()` says
what is missing. It never raises for what the foreign content does: the result says how it ended.
"""

import contextlib
import io
import json
import os
import selectors
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import IO, BinaryIO

from django.conf import settings

import moothall
from moothall.kit.inside.limits import End, Limits, Result, Wall
from moothall.kit.inside.worker import OUT_OF_MEMORY

__all__ = ["End", "Limits", "Result", "TooWeak", "Wall", "network_is_cut", "run", "walls"]

CHUNK = 64 * 1024
GRACE = 5.0  # seconds to take in what was killed
DEFAULT = Limits()


class TooWeak(RuntimeError):  # noqa: N818 - says what the sandbox is
    """The system does not let the sandbox cut off the network, and the settings do not allow to do without."""


def run(work: str | Sequence[str], data: bytes | BinaryIO, *, limits: Limits = DEFAULT) -> Result:
    """Run `module:function(data, out)`, or a command that reads standard input, in the sandbox; returns how it ended.

    Raises `TooWeak` instead where the network cannot be cut off and MOOTHALL_SANDBOX_STRICT is set.
    """
    if settings.MOOTHALL_SANDBOX_STRICT and not network_is_cut():
        raise TooWeak("This system does not let the sandbox cut off the network: see docs/operations.md.")
    return _run(work, data, limits)


@cache
def walls() -> frozenset[Wall]:
    """Which walls stand on this system, tried once in each process of the hall."""
    result = _run([sys.executable, "-I", "-S", "-c", ""], b"", DEFAULT)
    return result.walls if result.ok else frozenset()


def network_is_cut() -> bool:
    """Whether foreign content opened here can reach no network."""
    return Wall.NETWORK in walls()


def _run(work: str | Sequence[str], data: bytes | BinaryIO, limits: Limits) -> Result:
    with tempfile.TemporaryDirectory(prefix="moothall-room-") as room, tempfile.TemporaryFile() as given:
        shutil.copyfileobj(io.BytesIO(data) if isinstance(data, bytes) else data, given)
        given.seek(0)
        Path(room).chmod(0o777)  # the work runs as nobody where the hall is root; only they know the name
        return _Running(_command(work), given, room, limits).to_the_end()


class _Running:
    """One piece of work under way."""

    def __init__(self, command: list[str], given: IO[bytes], room: str, limits: Limits) -> None:
        self.limits = limits
        self.begun = time.monotonic()
        self.end: End | None = None
        listen, told = os.pipe()
        order = {**asdict(limits), "command": command, "told": told, "programs": _programs()}
        try:
            self.process = subprocess.Popen(
                [*_ours("moothall.kit.inside.launcher"), json.dumps(order)],
                stdin=given,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                cwd=room,
                env={"PATH": "/usr/bin:/bin"},
                pass_fds=(told,),
                start_new_session=True,
            )
        except BaseException:
            os.close(listen)
            raise
        finally:
            os.close(told)
        self.told = os.fdopen(listen, "rb", buffering=0)
        self.heard: dict[str, bytearray] = {"output": bytearray(), "errors": bytearray(), "told": bytearray()}

    def to_the_end(self) -> Result:
        """Listen until it ends or goes too far; then nothing of it is left."""
        try:
            self._listen()
        finally:
            self._make_an_end()
        status, stood = self._status()
        end = self.end or _how_it_ended(status)
        return Result(
            end=end,
            output=bytes(self.heard["output"]) if end is End.DONE else b"",
            errors=self.heard["errors"].decode("utf-8", "replace"),
            seconds=time.monotonic() - self.begun,
            walls=stood,
            exit_code=status,
        )

    def _listen(self) -> None:
        assert self.process.stdout and self.process.stderr  # noqa: S101 - they are pipes
        with selectors.DefaultSelector() as selector:
            for stream, name in (
                (self.process.stdout, "output"), (self.process.stderr, "errors"), (self.told, "told"),
            ):  # fmt: skip
                selector.register(stream, selectors.EVENT_READ, name)
            while selector.get_map():
                left = self.begun + self.limits.seconds - time.monotonic()
                if left <= 0:
                    self.end = End.TOO_SLOW
                    return
                for ready, _events in selector.select(left):
                    part = os.read(ready.fd, CHUNK)
                    if not part:
                        selector.unregister(ready.fileobj)
                    elif not self._take(str(ready.data), part):
                        self.end = End.TOO_MUCH_OUTPUT
                        return

    def _take(self, name: str, part: bytes) -> bool:
        """Keep what was said; returns False when the output is more than may be."""
        heard = self.heard[name]
        room = (self.limits.output if name == "output" else self.limits.errors) - len(heard)
        heard += part[:room]
        return name != "output" or len(part) <= room

    def _make_an_end(self) -> None:
        """Kill the whole group. What left it, and could, is in a process namespace that ends with its first process."""
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(GRACE)
        self._wait_for_the_last()
        for stream in (self.process.stdout, self.process.stderr, self.told):
            if stream:
                stream.close()

    def _wait_for_the_last(self) -> None:
        """The namespace's first process ends a moment after us, and its children with it: wait until none can write."""
        until = time.monotonic() + GRACE
        with selectors.DefaultSelector() as selector:
            for stream in (self.process.stdout, self.process.stderr):
                if stream:
                    selector.register(stream, selectors.EVENT_READ)
            while selector.get_map() and (left := until - time.monotonic()) > 0:
                for ready, _events in selector.select(left):
                    if not os.read(ready.fd, CHUNK):
                        selector.unregister(ready.fileobj)

    def _status(self) -> tuple[int | None, frozenset[Wall]]:
        status, stood = None, frozenset[Wall]()
        for line in bytes(self.heard["told"]).splitlines():
            said = json.loads(line)
            status = said.get("status", status)
            stood = frozenset(map(Wall, said["walls"])) if "walls" in said else stood
        return status, stood


def _how_it_ended(status: int | None) -> End:
    if status == 0:
        return End.DONE
    if status == OUT_OF_MEMORY:
        return End.TOO_MUCH_MEMORY
    if status == -signal.SIGXCPU:
        return End.TOO_SLOW
    return End.KILLED if status is None or status < 0 else End.FAILED


OURS = """
import sys
root = sys.argv.pop(1)
if root not in sys.path:
    sys.path.insert(0, root)
import {module} as it
it.main()
"""


def _ours(module: str) -> list[str]:
    """Run a module's `main` of the very code that asks, be another copy of it installed in this Python or not."""
    return [sys.executable, "-I", "-c", OURS.format(module=module), str(Path(moothall.__file__).parents[1])]


def _command(work: str | Sequence[str]) -> list[str]:
    if isinstance(work, str):
        return [*_ours("moothall.kit.inside.worker"), work]
    program = shutil.which(work[0], path="/usr/bin:/bin")
    if program is None:
        raise FileNotFoundError(f"The program {work[0]} is not installed.")
    return [program, *work[1:]]


@cache
def _programs() -> list[str]:
    """Where this Python, its packages and our own code are, besides the system's folders, over all links."""
    package = Path(moothall.__file__).parent
    return [str(path) for path in dict.fromkeys((*_python(), package)) if not path.is_relative_to("/usr")]


def _python() -> Iterator[Path]:
    for path in (sys.prefix, sys.base_prefix, sys.exec_prefix):
        yield Path(path)
        yield Path(path).resolve()
    link = Path(sys.executable)
    while link.is_symlink():
        link = link.parent / link.readlink()
        yield link.parent.parent
