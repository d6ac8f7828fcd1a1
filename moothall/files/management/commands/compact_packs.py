from argparse import ArgumentParser
from dataclasses import asdict
from datetime import timedelta
from typing import Any

from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from moothall.files import compaction, standstill
from moothall.kit.commands import JsonCommand


class Command(JsonCommand):
    """Tidy the packs in which files are kept."""

    help = "Join small packs, rewrite mostly dead ones, and remove pack files that nothing points at."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """How old a file without rows must be."""
        super().add_arguments(parser)
        parser.add_argument(
            "--orphan-hours",
            type=float,
            default=compaction.ORPHAN_AGE / timedelta(hours=1),
            help="remove pack files without rows when they are at least this old (default 24)",
        )

    def run(self, **options: Any) -> dict[str, Any]:
        """Compact; exit code 1 when something is damaged."""
        try:
            report = compaction.compact(orphan_age=timedelta(hours=options["orphan_hours"]), progress=self.progress)
        except standstill.Busy as error:
            raise CommandError(str(error)) from error
        self.progress_done()
        for words in report.damaged:
            self.say(words)
        self.say(
            _("{rewritten} packs rewritten as {written}, {orphans} orphans removed, {freed} bytes freed.").format(
                rewritten=report.packs_rewritten,
                written=report.packs_written,
                orphans=report.orphans_removed,
                freed=report.bytes_freed,
            )
        )
        self.exit_code = 1 if report.damaged else 0
        return asdict(report)
