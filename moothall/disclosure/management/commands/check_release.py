from argparse import ArgumentParser
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.core.management import CommandError
from django.utils.translation import gettext as _

from moothall.disclosure import gate
from moothall.kit.commands import JsonCommand

USAGE = 2


class Command(JsonCommand):
    """Say whether files may be released."""

    help = (
        "Look through files that are about to be released: PDF, CSV or plain text. Two readers find none of the "
        "withheld strings, and nothing that hides. Exit code 0 if all may go, 1 if one is kept back, 2 for wrong use."
    )
    requires_system_checks: list[str] | tuple[str, ...] = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What to look through, and for what."""
        super().add_arguments(parser)
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
        parser.add_argument("--withheld", type=Path, metavar="FILE", help="strings that must not be found, one a line")

    def run(self, **options: Any) -> dict[str, Any]:
        """Check each file, and say of each what keeps it back."""
        withheld = _strings(options["withheld"]) if options["withheld"] else []
        missing = [path for path in options["files"] if not path.is_file()]
        if missing:
            raise CommandError(_("There is no such file: {path}").format(path=missing[0]), returncode=USAGE)
        told = [self._check(path, withheld) for path in options["files"]]
        self.exit_code = 0 if all(one["passed"] for one in told) else 1
        if not withheld:
            self.say(_("No withheld strings were given, so none were looked for."))
        self.say(_("What pictures show is not read: look at every page before it goes out."))
        return {"passed": self.exit_code == 0, "withheld": len(withheld), "files": told}

    def _check(self, path: Path, withheld: Sequence[str]) -> dict[str, Any]:
        try:
            with path.open("rb") as file:
                verdict = gate.check(path.name, file, withheld)
        except ValueError as error:
            raise CommandError(str(error), returncode=USAGE) from error
        except OSError as error:
            raise CommandError(str(error), returncode=USAGE) from error
        said = _("may be released") if verdict.passed else _("is KEPT BACK")
        self.say(f"{path}: {said}")
        for finding in verdict.findings:
            self.say(f"  {finding.words}")
        return {
            "file": str(path),
            "passed": verdict.passed,
            "findings": [
                {
                    "what": one.what.value,
                    "where": one.where,
                    "at": one.at,
                    "withheld": one.withheld or None,
                    "words": one.words,
                }
                for one in verdict.findings
            ],
        }


def _strings(path: Path) -> list[str]:
    """The withheld strings, one a line, empty lines left out."""
    try:
        lines = path.read_text("utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        words = _("The withheld strings cannot be read from {path}: it must be plain text in UTF-8.")
        raise CommandError(words.format(path=path), returncode=USAGE) from error
    return [line.strip() for line in lines if line.strip()]
