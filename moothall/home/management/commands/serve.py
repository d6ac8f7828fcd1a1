"""`moothall serve [--port N] [--workers N]`."""

import io
import os
import signal
import subprocess
import sys
import time
from argparse import ArgumentParser
from types import FrameType
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError

from moothall.home import greeting
from moothall.home.backups import marker
from moothall.kit.commands import JsonCommand

POLL = 0.25
GRACE = 25.0
RESTART_WAIT = 1.0


class Command(JsonCommand):
    """Web and worker together, under one process that starts, watches and stops both."""

    help = "Serve the hall: the web server and the worker together. Ctrl-C stops both."
    stopping = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--host", default="127.0.0.1", help="where to listen; 127.0.0.1 is this machine only")
        parser.add_argument("--workers", type=int, default=2, help="web processes; each has four threads")

    def run(self, **options: Any) -> dict[str, Any]:
        """Start both, restart what dies, stop both on SIGINT or SIGTERM."""
        if not 1 <= options["workers"] <= 64:
            raise CommandError("--workers must be from 1 to 64.")
        marker.refuse_half_a_hall()
        call_command("check", databases=["default"], stdout=io.StringIO())
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._leave)
        web = self._web(**options)
        work = self._worker()
        for line in greeting.lines(f"http://{options['host']}:{options['port']}"):
            self.say(line)
        self.stdout.flush()
        try:
            while not self.stopping and web.poll() is None:
                if work.poll() is not None and not self.stopping:
                    time.sleep(RESTART_WAIT)
                    work = self._worker()
                time.sleep(POLL)
        finally:
            failed = web.poll() not in (None, 0) and not self.stopping
            self._stop(web, work)
        if failed:
            raise CommandError(f"The web server stopped with exit code {web.returncode}; its reason is above.")
        return {"stopped": True}

    def _leave(self, signum: int, frame: FrameType | None) -> None:
        self.stopping = True

    def _web(self, **options: Any) -> "subprocess.Popen[bytes]":
        command = [
            *(sys.executable, "-m", "gunicorn", "moothall.config.wsgi", "--no-control-socket"),
            *("--config", "python:moothall.config.gunicorn", "--bind", f"{options['host']}:{options['port']}"),
            *("--workers", str(options["workers"]), "--log-level", "warning"),
        ]
        return subprocess.Popen(command, env=self._environment(), start_new_session=True)

    def _worker(self) -> "subprocess.Popen[bytes]":
        command = [sys.executable, "-m", "moothall", "worker", "--child"]
        return subprocess.Popen(command, env=self._environment(), start_new_session=True)

    def _environment(self) -> dict[str, str]:
        return {**os.environ, "MOOTHALL_DATA": str(settings.MOOTHALL_DATA)}

    def _stop(self, *processes: "subprocess.Popen[bytes]") -> None:
        for process in processes:
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
        deadline = time.monotonic() + GRACE
        for process in processes:
            try:
                process.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
