"""`moothall check_bundle FILE`."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

from moothall.kit.commands import JsonCommand
from moothall.records import bundles


class Command(JsonCommand):
    """Verify a bundle: every hash, and that nothing is missing or added."""

    help = "Check a zipped bundle (BagIt 1.0): says what is wrong and ends with 1, or that it is whole."
    room = "records"

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("file", type=Path)

    def run(self, **options: Any) -> dict[str, Any]:
        """Check, and say."""
        try:
            with options["file"].open("rb") as file:
                checked = bundles.check(file)
        except OSError as error:
            raise CommandError(f"{options['file']} cannot be read: {error.strerror}.") from error
        self.exit_code = 0 if checked.whole else 1
        for fault in checked.faults:
            self.say(fault)
        if checked.whole:
            self.say(f"The bundle is whole: {len(checked.payload)} files.")
        return {"whole": checked.whole, "faults": checked.faults, "files": len(checked.payload), "info": checked.info}
