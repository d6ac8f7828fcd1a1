from dataclasses import asdict
from typing import Any

from django.utils.translation import gettext as _

from moothall.files import cleaning
from moothall.kit.commands import JsonCommand


class Command(JsonCommand):
    """Tidy after uploads; the worker does this by itself every half hour."""

    help = "Remove uploads that were given up or never used, and bytes that only they held."

    def run(self, **options: Any) -> dict[str, Any]:
        """Clean once."""
        done = cleaning.clean()
        words = _("{uploads} uploads, {parts} stray parts and {blobs} unused files removed.")
        self.say(words.format(uploads=done.uploads, parts=done.parts, blobs=done.blobs))
        return asdict(done)
