from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from moothall.audit import anchors
from moothall.audit.verify import Verification
from moothall.kit.commands import JsonCommand


class Command(JsonCommand):
    """Verify the record of acts."""

    help = (
        "Read the whole audit chain and hold it against its keys, its personal details and the anchors outside the "
        "database. Names every entry that was changed, removed, inserted or moved; exit code 1 if there is one."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which anchors to trust."""
        super().add_arguments(parser)
        parser.add_argument(
            "--anchors",
            type=Path,
            metavar="FILE",
            help="a copy of the anchors kept elsewhere (default: the hall's own)",
        )

    def run(self, **options: Any) -> dict[str, Any]:
        """Verify, and say what was found."""
        file = options["anchors"] or anchors.path()
        read = Verification(file, lambda entries: self.progress(_("{n} entries read").format(n=entries))).run()
        self.progress_done()
        for found in read.findings:
            self.say(found.words if found.is_fault else _("Note: {words}").format(words=found.words))
        if read.findings.unlisted:
            self.say(_("And {n} more.").format(n=read.findings.unlisted))
        self.say(
            _("{entries} entries, {private} with personal details ({erased} erased), {anchors} anchors read.").format(
                entries=read.entries, private=read.private + read.erased, erased=read.erased, anchors=read.anchored
            )
        )
        self.say(_("The record is as it was written.") if read.is_sound else _("The record is NOT as it was written."))
        self.exit_code = 0 if read.is_sound else 1
        return {
            "sound": read.is_sound,
            "entries": read.entries,
            "head": read.head,
            "private": read.private,
            "erased": read.erased,
            "anchors": read.anchored,
            "faults": read.findings.faults,
            "unlisted": read.findings.unlisted,
            "findings": [
                {
                    "kind": found.kind.value,
                    "fault": found.is_fault,
                    "first": found.first,
                    "last": found.last,
                    "words": found.words,
                }
                for found in read.findings
            ],
        }
