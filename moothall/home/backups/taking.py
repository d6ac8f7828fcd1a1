"""Taking a backup while people work.

The order makes it consistent: the database at one moment, then every pack that moment names. Packs are written whole,
before the rows that name them, and never changed; only compaction removes one, and it waits while a backup is taken.
"""

import os
from collections import defaultdict
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass
from importlib.metadata import version
from io import BytesIO
from pathlib import Path

from django.conf import settings
from django.db import connection

from moothall.audit import anchors
from moothall.audit.models import Entry
from moothall.files import packs, standstill
from moothall.files.models import Pack
from moothall.home.backups import databases, manifest
from moothall.home.backups.manifest import Kept, Manifest, Unusable
from moothall.kit import clock

ANCHORS = "audit/heads.log"
DJANGO_KEY, AUDIT_KEYS = "keys/django", "keys/audit"
GENESIS = (0, "")

Progress = Callable[[str], None]


@dataclass(frozen=True)
class Taken:
    """A finished backup."""

    manifest: Manifest
    digest: str


def take(folder: Path, *, with_keys: bool, progress: Progress = lambda _words: None) -> Taken:
    """Copy the hall into a new folder; Unusable when that cannot be done, and then the folder has no manifest."""
    _make_room(folder)
    try:
        with standstill.packs_stay():
            return _take(folder, with_keys=with_keys, progress=progress)
    except standstill.Busy as error:
        raise Unusable(str(error)) from error
    except OSError as error:
        raise Unusable(f"{folder} is unfinished and is no backup: {error}") from error


def _take(folder: Path, *, with_keys: bool, progress: Progress) -> Taken:
    progress("Copying the database …")
    taken_at = clock.now()
    with databases.snapshot(folder) as ask:
        named = ask(f'SELECT name, size FROM "{Pack._meta.db_table}" ORDER BY id')  # noqa: S608  from the model
        migrations = ask("SELECT app, name FROM django_migrations ORDER BY id")
        heads = ask(f'SELECT seq, hash FROM "{Entry._meta.db_table}" ORDER BY seq DESC LIMIT 1')  # noqa: S608
    files = [manifest.measure(folder, databases.FILES[connection.vendor])]
    head, head_hash = heads[0] if heads else GENESIS
    for number, (name, size) in enumerate(named, start=1):
        files.append(_copy_pack(folder, str(name), int(size)))
        progress(f"{number} of {len(named)} packs copied")
    files.append(_copy_anchors(folder, int(head)))
    if with_keys:
        files += _copy_keys(folder)
    told = Manifest(
        taken_at=taken_at.isoformat(),
        version=version("moothall"),
        database=connection.vendor,
        migrations=_by_app(migrations),
        head=int(head),
        head_hash=str(head_hash),
        audit_keys={key_id: manifest.fingerprint(key) for key_id, key in settings.MOOTHALL_AUDIT_KEYS.items()},
        settings=manifest.settings_told(),
        with_keys=with_keys,
        files=files,
    )
    return Taken(told, manifest.write(folder, told))


def _make_room(folder: Path) -> None:
    data = Path(settings.MOOTHALL_DATA).resolve()
    if folder.resolve() == data or data in folder.resolve().parents:
        raise Unusable(f"{folder} lies in the data folder, and would be lost with it. Name another place.")
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise Unusable(f"{folder} is not empty. Name a folder that is new: each backup has its own.")
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise Unusable(f"{folder} cannot be made: {error.strerror}.") from error


def _copy_pack(folder: Path, name: str, size: int) -> Kept:
    """Copy one pack from whatever storage keeps it."""
    path = f"blobs/{name}"
    try:
        with closing(packs.open_pack(name)) as source, manifest.open_private(folder / path) as target:
            kept = Kept(path, *manifest.copy(source, target))
    except FileNotFoundError as error:
        raise Unusable(f"The pack {name} is missing from the storage; what it held is lost.") from error
    if kept.size != size:
        raise Unusable(f"The pack {name} has {kept.size} bytes and should have {size}: it is damaged.")
    return kept


def _copy_anchors(folder: Path, head: int) -> Kept:
    """Copy the anchors up to the moment of the database; what was anchored after it would look like a cut chain."""
    with manifest.open_private(folder / ANCHORS) as target:
        whole = anchors.path().read_bytes() if anchors.path().exists() else b""
        lines = []
        for raw in whole.splitlines(keepends=True):
            told = raw.split(b" ", 1)[0]
            if not raw.endswith(b"\n") or (told.isdigit() and int(told) > head):
                break
            lines.append(raw)
        return Kept(ANCHORS, *manifest.copy(BytesIO(b"".join(lines)), target))


def _copy_keys(folder: Path) -> list[Kept]:
    keys = ",".join(f"{key_id}:{key.hex()}" for key_id, key in settings.MOOTHALL_AUDIT_KEYS.items())
    kept = []
    for path, value in ((DJANGO_KEY, settings.SECRET_KEY), (AUDIT_KEYS, keys)):
        with manifest.open_private(folder / path) as target:
            kept.append(Kept(path, *manifest.copy(BytesIO(os.fsencode(value)), target)))
    return kept


def _by_app(rows: list[tuple[str, str]]) -> Mapping[str, list[str]]:
    apps: defaultdict[str, list[str]] = defaultdict(list)
    for app, name in rows:
        apps[app].append(name)
    return dict(apps)
