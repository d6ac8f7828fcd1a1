"""`moothall restore DIR [--only-verify]`."""

import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from moothall.home import actions
from moothall.home.backups import restoring
from moothall.home.backups.manifest import Unusable
from moothall.home.backups.restoring import Restored
from moothall.kit.commands import JsonCommand


class Command(JsonCommand):
    """Put a backup back where nothing is."""

    help = (
        "Restore a backup into an empty data folder and an empty database. Every file is verified before anything is "
        "written; afterwards the record, every blob and the index are. Exit code 1 if something is not as it was."
    )
    requires_system_checks = ()  # the guards are in the backup, not yet in the database

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where from."""
        super().add_arguments(parser)
        parser.add_argument("folder", type=Path, metavar="DIR", help="a folder made by moothall backup")
        parser.add_argument("--only-verify", action="store_true", help="read and compare every file, restore nothing")

    def run(self, **options: Any) -> dict[str, Any]:
        """Restore, verify, put on record, and say plainly what came back."""
        begun = time.monotonic()
        try:
            if options["only_verify"]:
                return self._only_verify(options["folder"])
            done = restoring.restore(options["folder"], progress=self.progress)
        except (Unusable, OSError) as error:
            raise CommandError(str(error)) from error
        self.progress_done()
        actions.note_restore(done, by=None)
        self.exit_code = 1 if done.troubles else 0
        seconds = round(time.monotonic() - begun, 2)
        self._tell(done, seconds)
        return {
            "whole": not done.troubles,
            "taken_at": done.manifest.taken_at,
            "manifest": done.digest,
            "packs": done.packs,
            "blobs": done.blobs,
            "entries": done.entries,
            "indexed": done.indexed,
            "migrated": done.migrated,
            "settings_changed": done.settings_changed,
            "troubles": done.troubles,
            "seconds": seconds,
        }

    def _only_verify(self, folder: Path) -> dict[str, Any]:
        told, sealed = restoring.examine(folder, progress=self.progress)
        self.progress_done()
        self.say(_("All {n} files are what was written on {moment}.").format(n=len(told.files), moment=told.taken_at))
        if not sealed:
            self.say(_("Whether the manifest is, only the hall’s audit key can tell; it is not the one here."))
        return {"whole": True, "sealed": sealed, "files": len(told.files), "bytes": told.size, "head": told.head}

    def _tell(self, done: Restored, seconds: float) -> None:
        for words in done.troubles:
            self.say(words)
        if done.settings_changed:
            self.say(_("Settings that differ from then: {names}.").format(names=", ".join(done.settings_changed)))
        if done.migrated:
            self.say(_("{n} migrations of this version were run.").format(n=len(done.migrated)))
        self.say(
            _(
                "Restored to {moment}: {packs} packs with {blobs} blobs, {entries} entries of the record, {indexed} "
                "things in a new index, in {seconds} seconds. Everyone signs in again."
            ).format(
                moment=done.manifest.taken_at,
                packs=done.packs,
                blobs=done.blobs,
                entries=done.entries,
                indexed=done.indexed,
                seconds=seconds,
            )
        )
        self.say(_("The hall is NOT whole.") if done.troubles else _("The hall is whole."))
