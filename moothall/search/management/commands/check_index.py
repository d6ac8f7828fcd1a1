from argparse import ArgumentParser
from typing import Any

from django.utils.translation import gettext as _

from moothall.kit.commands import JsonCommand
from moothall.search import checking, writer
from moothall.search.index import IndexUnusable


class Command(JsonCommand):
    """Compare the search index with the database and list what differs."""

    help = "Compare the search index with the database. Lists what differs; exit code 1 if anything does."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """How long the list may get."""
        super().add_arguments(parser)
        parser.add_argument("--most", type=int, default=1000, help="list at most this many differences (default 1000)")

    def run(self, **options: Any) -> dict[str, Any]:
        """Compare; changes that still wait in the outbox are counted apart."""
        pending = writer.pending()
        try:
            differ = list(checking.differences(progress=lambda n: self.progress(_("{n} things compared").format(n=n))))
        except IndexUnusable as error:
            self.exit_code = 1
            self.say(str(error))
            return {"clean": False, "error": str(error), "pending": pending, "differences": []}
        self.progress_done()
        listed = differ[: options["most"]]
        for one in listed:
            self.say(f"{one.key}: {one.problem}")
        self.exit_code = 1 if differ else 0
        if differ:
            self.say(_("{n} differences. Mend them with: moothall rebuild_index").format(n=len(differ)))
        if not differ:
            self.say(_("The index agrees with the database."))
        if pending:
            self.say(_("{n} changes wait to be indexed.").format(n=pending))
        return {
            "clean": not differ,
            "pending": pending,
            "count": len(differ),
            "differences": [{"key": one.key, "problem": one.problem} for one in listed],
        }
