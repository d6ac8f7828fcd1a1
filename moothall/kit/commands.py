"""What every command of ours has: `--json`, progress on a terminal, honest exit codes."""

import json
import sys
import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any, ClassVar

from django.core.management.base import BaseCommand, CommandError

from moothall.kit.apps import is_on

SHORT_WAIT = 0.2  # seconds between two lines of progress


class JsonCommand(BaseCommand):
    """A command whose `run` returns one dictionary; with `--json` that is all that standard output carries."""

    room: ClassVar[str | None] = None
    exit_code = 0
    _as_json = False
    _shown = 0.0

    def add_arguments(self, parser: ArgumentParser) -> None:
        """`--json`, before the command's own arguments."""
        parser.add_argument("--json", action="store_true", help="one JSON object on standard output")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run, print, and leave with the exit code that `run` set."""
        if self.room and not is_on(self.room):
            raise CommandError(f"The room {self.room!r} is switched off (MOOTHALL_ROOMS_OFF).")
        self._as_json = options.pop("json")
        result = self.run(**options)
        if self._as_json:
            self.stdout.write(json.dumps(result, default=str))
        if self.exit_code:
            sys.exit(self.exit_code)

    def run(self, **options: Any) -> dict[str, Any]:
        """The command's work; the result is what `--json` prints."""
        raise NotImplementedError

    def say(self, words: str) -> None:
        """A line for a person; silent with `--json`."""
        if not self._as_json:
            self.stdout.write(words)

    def progress(self, words: str) -> None:
        """A line that overwrites itself, on a terminal only, a few times a second."""
        if not sys.stderr.isatty() or time.monotonic() - self._shown < SHORT_WAIT:
            return
        self._shown = time.monotonic()
        sys.stderr.write(f"\r\x1b[K{words}")
        sys.stderr.flush()

    def progress_done(self) -> None:
        """Clear the line of progress."""
        if sys.stderr.isatty():
            sys.stderr.write("\r\x1b[K")

    @staticmethod
    def first_line(path: str) -> str:
        """The first line of a file, for secrets."""
        try:
            return Path(path).read_text(encoding="utf-8").splitlines()[0]
        except (OSError, IndexError) as error:
            raise CommandError(f"{path} cannot be read, or is empty.") from error
