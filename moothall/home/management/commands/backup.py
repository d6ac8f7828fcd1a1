"""`moothall backup DIR [--with-keys]`."""

import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from moothall.home import actions
from moothall.home.backups import taking
from moothall.home.backups.manifest import Unusable
from moothall.kit.commands import JsonCommand


class Command(JsonCommand):
    """Copy the whole hall while people work."""

    help = (
        "Copy the hall into a new folder while people work: the database at one moment, all files, the anchors and a "
        "manifest with the hash of each. The manifest is written last; a folder without it is no backup."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where to, and whether the keys go along."""
        super().add_arguments(parser)
        parser.add_argument("folder", type=Path, metavar="DIR", help="a folder that is new or empty")
        parser.add_argument(
            "--with-keys", action="store_true", help="also the audit and secret keys; guard such a backup like them"
        )

    def run(self, **options: Any) -> dict[str, Any]:
        """Take it, and put it on record."""
        begun = time.monotonic()
        try:
            taken = taking.take(options["folder"], with_keys=options["with_keys"], progress=self.progress)
        except Unusable as error:
            raise CommandError(str(error)) from error
        self.progress_done()
        actions.note_backup(taken, by=None)
        told = taken.manifest
        seconds = round(time.monotonic() - begun, 2)
        self.say(
            _("{files} files, {size} bytes, in {seconds} seconds: {folder} is whole up to {moment}.").format(
                files=len(told.files), size=told.size, seconds=seconds, folder=options["folder"], moment=told.taken_at
            )
        )
        if not told.with_keys:
            keys = ", ".join(f"{key_id} ({mark})" for key_id, mark in told.audit_keys.items())
            self.say(
                _(
                    "The keys are not in it. Keep the secret key and the audit keys {keys} somewhere else: without the "
                    "audit keys it cannot be restored."
                ).format(keys=keys)
            )
        return {
            "folder": str(options["folder"]),
            "taken_at": told.taken_at,
            "manifest": taken.digest,
            "files": len(told.files),
            "bytes": told.size,
            "head": told.head,
            "with_keys": told.with_keys,
            "audit_keys": dict(told.audit_keys),
            "seconds": seconds,
        }
