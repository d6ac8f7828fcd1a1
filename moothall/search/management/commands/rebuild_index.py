import time
from typing import Any

from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from moothall.kit.commands import JsonCommand
from moothall.search import writer


class Command(JsonCommand):
    """Build the search index anew from the database and put it in place of the old one."""

    help = "Build the search index anew from the database. People go on finding things in the old one meanwhile."

    def run(self, **options: Any) -> dict[str, Any]:
        """Rebuild, then catch up with what changed meanwhile."""
        started = time.monotonic()
        try:
            things = writer.rebuild(progress=lambda done: self.progress(_("{n} things read").format(n=done)))
        except TimeoutError as error:
            raise CommandError(str(error)) from error
        changes = writer.drain(wait=60)
        self.progress_done()
        seconds = round(time.monotonic() - started, 2)
        self.say(_("The index is new: {n} things in {seconds} seconds.").format(n=things, seconds=seconds))
        return {"things": things, "changes": changes, "seconds": seconds}
