"""`moothall demo [--fresh]`."""

import shutil
import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection

from moothall.home import worker
from moothall.home.demo import council
from moothall.kit.commands import JsonCommand
from moothall.people.models import User
from moothall.people.tests.make import PASSWORD

KEPT = {"secrets", "static"}


class Command(JsonCommand):
    """Make the invented council of Wexmoor, to look around in."""

    help = "Make the demo council if the hall is empty. --fresh first throws away ALL data of this hall."

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--fresh", action="store_true", help="throw away all data and make the demo anew")

    def run(self, **options: Any) -> dict[str, Any]:
        """Make the demo where nobody lives; where someone does, leave all as it is."""
        begun = time.monotonic()
        if settings.PRODUCTION:
            raise CommandError("MOOTHALL_ENV is production: the demo’s password is known to everyone, so it stays out.")
        if options["fresh"]:
            self._throw_away()
        if not connection.introspection.table_names():
            call_command("migrate", verbosity=0)
        if User.objects.exists():
            self.say("There are people here already; nothing was changed.")
            return {"made": False}
        made = council.make()
        seconds = round(time.monotonic() - begun, 2)
        self.say(
            f"Wexmoor Council is here: {made.people} people, {made.spaces} spaces, {made.posts} posts and "
            f"{made.messages} letters, in {seconds} seconds."
        )
        return {"made": True, "seconds": seconds, "password": PASSWORD, **vars(made)}

    def _throw_away(self) -> None:
        """Empty this hall: its own data folder and SQLite database, nothing else."""
        if connection.vendor != "sqlite":
            raise CommandError("--fresh works on SQLite only. Drop and create the PostgreSQL database yourself.")
        if worker.alive():
            raise CommandError("The hall is open. Close it first (Ctrl-C where it runs), then try again.")
        connection.close()
        data: Path = settings.MOOTHALL_DATA
        for path in data.iterdir() if data.exists() else ():
            if path.name in KEPT:
                continue
            if path.is_dir():
                shutil.rmtree(path)
                continue
            path.unlink()
        call_command("migrate", verbosity=0)
