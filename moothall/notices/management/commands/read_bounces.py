"""`moothall read_bounces PATH`."""

import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

from moothall.kit.commands import JsonCommand
from moothall.notices import actions, bounces


class Command(JsonCommand):
    """Mark the mails that came back, from the reports that mail servers sent to the hall's address."""

    help = (
        "Read reports that mail did not arrive: a Maildir (what is new moves to what is read), a folder, an mbox, "
        "a file, or - for one message on standard input, as a mail server hands it over."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("path", help="where the reports are, or -")

    def run(self, **options: Any) -> dict[str, Any]:
        """Mark what came back; whatever else is in the mailbox is passed over."""
        path: str = options["path"]
        looked_at = came_back = 0
        try:
            for raw in self._messages(path):
                looked_at += 1
                for report in bounces.read(raw):
                    came_back += actions.came_back(report, by=None) is not None
        except OSError as error:
            raise CommandError(f"{path} cannot be read: {error.strerror or error}.") from error
        self.say(f"{looked_at} messages looked at, {came_back} mails marked as come back.")
        return {"messages": looked_at, "came_back": came_back}

    def _messages(self, path: str) -> Iterator[bytes]:
        if path != "-":
            yield from bounces.messages(Path(path))
            return
        yield sys.stdin.buffer.read(bounces.MOST)
        while sys.stdin.buffer.read(bounces.MOST):
            continue  # a mail server that cannot hand over all of it would think that it failed
