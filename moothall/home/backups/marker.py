"""A file beside the data while a restore is under way: what was cut off in the middle is never served as a hall."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import CommandError

NAME = "restoring"
WORDS = (
    "A restore into {folder} was not finished, or is still going on. If it was cut off, empty that folder and the "
    "database, and restore again; if it ended with an error and you want this hall all the same, delete {path}."
)


def path() -> Path:
    """Where it lies."""
    return Path(settings.MOOTHALL_DATA) / NAME


def words() -> str:
    """What to do about it."""
    return WORDS.format(folder=settings.MOOTHALL_DATA, path=path())


def refuse_half_a_hall() -> None:
    """Raise CommandError while it lies there."""
    if path().exists():
        raise CommandError(words())
