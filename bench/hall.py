"""A throw-away hall for measuring: its own data folder, its own server, measured from outside."""

import contextlib
import http.client
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from moothall.kit import collecting

ROOT = Path(__file__).parents[1]
MOOTHALL = (sys.executable, "-m", "moothall")

# One client stands for many people here, so what slows a single person down must not slow it.
for _limit in ("SIGN_IN", "FIND", "POST", "UPLOAD"):
    os.environ.setdefault(f"MOOTHALL_LIMIT_{_limit}", "1000000/m")


@dataclass(frozen=True)
class Cost:
    """What a finished process took: seconds of the clock, and its peak memory in megabytes."""

    seconds: float
    peak_mb: float
    output: str


def run(command: list[str] | tuple[str, ...], **environment: str) -> Cost:
    """Run to the end and measure; raises CalledProcessError with the output when it fails."""
    begun = time.monotonic()
    with tempfile.TemporaryFile("w+") as out:
        process = subprocess.Popen(
            command, stdout=out, stderr=subprocess.STDOUT, env={**os.environ, **environment}, cwd=ROOT
        )
        _pid, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        seconds = time.monotonic() - begun
        out.seek(0)
        output = out.read()
    if process.returncode:
        print(output, file=sys.stderr)
        raise subprocess.CalledProcessError(process.returncode, command, output)
    return Cost(seconds, usage.ru_maxrss / 1024, output)


@contextlib.contextmanager
def data_folder() -> Iterator[Path]:
    """A folder that goes away."""
    with tempfile.TemporaryDirectory(prefix="moothall-bench-") as folder:
        yield Path(folder)


@contextlib.contextmanager
def serving(
    data: Path, *, settings: str = "moothall.config.settings", wsgi: str = "moothall.config.wsgi"
) -> Iterator[int]:
    """The web server with one process and one thread, so that what is measured is the page; yields its port."""
    port = _free_port()
    environment = {**os.environ, "MOOTHALL_DATA": str(data), "DJANGO_SETTINGS_MODULE": settings}
    command = [
        *(sys.executable, "-m", "gunicorn", wsgi, "--no-control-socket", "--config", "python:moothall.config.gunicorn"),
        *("--bind", f"127.0.0.1:{port}", "--workers", "1", "--threads", "1", "--log-level", "warning"),
    ]
    with _running(command, port, environment):
        yield port


@contextlib.contextmanager
def whole_hall(data: Path, *, workers: int = 2) -> Iterator[int]:
    """`moothall serve` as a council runs it, web processes and the worker together; yields its port."""
    port = _free_port()
    command = [*MOOTHALL, "serve", "--port", str(port), "--workers", str(workers)]
    with _running(command, port, {**os.environ, "MOOTHALL_DATA": str(data)}, stdout=subprocess.DEVNULL):
        yield port


@contextlib.contextmanager
def _running(command: list[str], port: int, environment: dict[str, str], stdout: int | None = None) -> Iterator[None]:
    process = subprocess.Popen(command, env=environment, cwd=ROOT, stdout=stdout)
    try:
        _wait(port)
        yield
    finally:
        process.terminate()
        process.wait(60)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(port: int) -> None:
    for _attempt in range(300):
        with contextlib.suppress(OSError):
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            connection.request("GET", "/healthz")
            connection.getresponse().read()
            return
        time.sleep(0.1)
    raise RuntimeError("the server did not start")


def setup(data: Path) -> None:
    """Point this process at a hall’s data, so that it can be asked directly."""
    os.environ["MOOTHALL_DATA"] = str(data)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "moothall.config.settings")
    collecting.seldom()
    import django

    django.setup()
    collecting.settled()  # as every process of a hall does


def percentile(values: list[float], part: float) -> float:
    """The value below which `part` (0 to 1) of the values lie."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(part * len(ordered)))]
