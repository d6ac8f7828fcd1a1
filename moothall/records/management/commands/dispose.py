from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError

from moothall.kit import manners
from moothall.kit.commands import JsonCommand
from moothall.records import disposing
from moothall.records.models import Disposal


class Command(JsonCommand):
    """Carry out an approved disposal from this machine; the worker does so by itself."""

    room = "records"
    help = "Carry out an approved disposal. Run it again after an interruption and it goes on where it was."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which one; all that are approved if none is named."""
        super().add_arguments(parser)
        parser.add_argument("disposal", type=int, nargs="?", help="its number; without it, all that are approved")

    def run(self, **options: Any) -> dict[str, Any]:
        """Carry out; exit code 1 when one has to wait."""
        manners.step_back()
        wanted = Disposal.objects.at_work().order_by("pk")
        if options["disposal"]:
            if not Disposal.objects.filter(pk=options["disposal"], approved_at__isnull=False).exists():
                raise CommandError(f"There is no approved disposal {options['disposal']}.")
            wanted = wanted.filter(pk=options["disposal"])
        done = []
        for pk in list(wanted.values_list("pk", flat=True)):
            try:
                run = disposing.carry_out(pk, progress=self._progress)
            except disposing.AlreadyRunning:
                self.say(f"Disposal {pk} is under way in another process.")
                continue
            self.progress_done()
            if run.awaits_receipt:
                self.say(f"Disposal {pk}: the bundles are written. It goes on when the archive’s receipt is entered.")
                continue
            if run.finished_at is None:
                self.exit_code = 1
                self.say(f"Disposal {pk} waits: {run.trouble}")
                continue
            self.say(f"Disposal {pk}: {run.counts['disposed']:,} disposed of, {run.counts['held']:,} held.")
            done.append({"disposal": pk, "counts": run.counts, "digest": run.digest})
        return {"disposals": done}

    def _progress(self, run: Disposal) -> None:
        self.progress(f"disposal {run.pk}, up to number {run.after}")
