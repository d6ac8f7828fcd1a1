"""How much room there is for the hall's data."""

import shutil
from pathlib import Path

from django.conf import settings


def free(path: Path | None = None) -> int:
    """Bytes free where a folder is, or will be; by default the folder of the hall's data."""
    folder: Path = path or settings.MOOTHALL_DATA
    while not folder.exists():
        folder = folder.parent
    return shutil.disk_usage(folder).free
