import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

from moothall.kit.commands import JsonCommand
from moothall.records import disposing
from moothall.records.queries.disposals import FORMAT


class Command(JsonCommand):
    """Hold a certificate of disposal against its list, without any of the content and without the database."""

    help = "Check that a list of a disposal is the one that its certificate seals."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The two files that the certificate's page hands out."""
        super().add_arguments(parser)
        parser.add_argument("certificate", type=Path, help="the certificate (JSON)")
        parser.add_argument("list", type=Path, help="the list (text)")

    def run(self, **options: Any) -> dict[str, Any]:
        """Reckon digest and counts again; exit code 1 when they are not those of the certificate."""
        try:
            told = json.loads(options["certificate"].read_text("utf-8"))
            with options["list"].open(encoding="utf-8", newline="\n") as lines:
                digest, counted = disposing.digest_of(line.rstrip("\n") for line in lines)
        except (OSError, ValueError) as error:
            raise CommandError(f"It cannot be read: {error}") from error
        if not isinstance(told, dict) or told.get("format") != FORMAT:
            raise CommandError("That is no certificate of disposal of this kind.")
        stated = {name: number for name, number in told["counts"].items() if number}
        fits = digest == told["list_sha256"] and dict(counted) == stated
        self.exit_code = 0 if fits else 1
        self.say("The list is the one that was certified." if fits else "The list is NOT the one that was certified.")
        return {"fits": fits, "sha256": digest, "certified": told["list_sha256"], "counts": dict(counted)}
