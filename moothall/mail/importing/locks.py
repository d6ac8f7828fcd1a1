"""Which imports are under way: a lock that the system lets go of however a process ends."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings


def _file(run_pk: int) -> Path:
    folder: Path = settings.MOOTHALL_DATA / "locks"
    folder.mkdir(parents=True, exist_ok=True)
    return folder / f"import-{run_pk}.lock"


@contextmanager
def held(run_pk: int) -> Iterator[bool]:
    """Take the lock of an import, or yield False when another process or thread has it."""
    with _file(run_pk).open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        yield True


def is_running(run_pk: int) -> bool:
    """Tell whether somebody is working on this import now."""
    with held(run_pk) as free:
        return not free
