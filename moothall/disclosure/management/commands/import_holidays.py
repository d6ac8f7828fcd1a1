"""`moothall import_holidays FILE`."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

from moothall.disclosure.actions import holidays
from moothall.disclosure.bank_holidays import MOST_BYTES, BadFileError
from moothall.kit.commands import JsonCommand


class Command(JsonCommand):
    """Take over the bank holidays that gov.uk publishes as JSON."""

    help = "Bring the bank holidays in line with gov.uk's bank-holidays.json, kept in a file beforehand."
    room = "disclosure"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The file."""
        super().add_arguments(parser)
        parser.add_argument("file", type=Path, help="the file from https://www.gov.uk/bank-holidays.json")

    def run(self, **options: Any) -> dict[str, Any]:
        """Import, and say what changed; exit code 2 for a file that is not gov.uk's."""
        try:
            with options["file"].open("rb") as file:
                content = file.read(MOST_BYTES + 1)
            kept = holidays.import_holidays(by=None, content=content)
        except (OSError, BadFileError) as error:
            raise CommandError(f"{options['file']}: {error}", returncode=2) from error
        for row in kept:
            self.say(f"{row.day} {row.get_nation_display()}: {row.name}{' (struck out)' if row.struck else ''}")
        self.say(f"{len(kept)} changed." if kept else "The bank holidays were right already.")
        return {
            "proclaimed": [_told(row) for row in kept if not row.struck],
            "struck_out": [_told(row) for row in kept if row.struck],
        }


def _told(row: Any) -> dict[str, str]:
    return {"nation": row.nation, "day": row.day.isoformat(), "name": row.name}
