"""Restoring a backup into a hall that is empty: first everything is verified, then everything is put back.

The database comes last, and a marker lies beside the data until all is verified: a restore which is cut off leaves
nothing that is taken for a hall.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.files.base import File
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from moothall.audit import anchors
from moothall.audit.models import Entry
from moothall.audit.verify import Verification
from moothall.files import blobs, packs
from moothall.files.models import Blob
from moothall.home.backups import databases, manifest, marker
from moothall.home.backups.manifest import Kept, Manifest, Unusable
from moothall.home.backups.taking import ANCHORS, AUDIT_KEYS, DJANGO_KEY, Progress
from moothall.kit import guards, secrets
from moothall.kit.migrating import half_folded
from moothall.search import checking, writer

# What a start makes by itself in a data folder that nobody has used.
MADE_BY_STARTING = {"secrets", "static", "cache", "locks", "metrics", "throttle.table"}
AT_ONCE = 32 * 1024 * 1024  # bytes of blobs that are held in memory while they are verified


@dataclass
class Restored:
    """What came back, and whether it is whole."""

    manifest: Manifest
    digest: str
    sealed: bool
    packs: int = 0
    blobs: int = 0
    entries: int = 0
    indexed: int = 0
    migrated: list[str] = field(default_factory=list)
    settings_changed: list[str] = field(default_factory=list)
    troubles: list[str] = field(default_factory=list)


def examine(folder: Path, *, progress: Progress = lambda _words: None) -> tuple[Manifest, bool]:
    """Read every file of a backup and compare; gives the manifest and whether its seal is one of ours.

    Unusable names each file that is missing or not what it was.
    """
    told, seal = manifest.read(folder)
    wrong = []
    for number, kept in enumerate(told.files, start=1):
        progress(f"{number} of {len(told.files)} files verified")
        try:
            found = manifest.measure(folder, kept.path)
        except OSError as error:
            wrong.append(f"{kept.path}: {error.strerror}")
            continue
        if found != kept:
            wrong.append(f"{kept.path}: not what was written ({found.size} bytes; {kept.size} were)")
    if wrong:
        raise Unusable("The backup is damaged:\n" + "\n".join(wrong))
    return told, manifest.seal_fits(told, seal)


def restore(folder: Path, *, progress: Progress = lambda _words: None) -> Restored:
    """Verify the backup, put it back and verify the hall; Unusable, and nothing written, when it cannot be."""
    _refuse_to_overwrite()
    told, sealed = examine(folder, progress=progress)
    _refuse_what_does_not_fit(told)
    if not sealed:
        sealed = _settle_keys(folder, told)
    done = Restored(told, manifest.digest(folder), sealed)
    manifest.open_private(marker.path()).close()  # from here on, cut off is cut off
    for kept in told.under("blobs"):
        _put_pack(folder, kept)
        done.packs += 1
        progress(f"{done.packs} packs restored")
    _put_anchors(folder)
    progress("Restoring the database …")
    databases.restore(folder)
    _verify(done, progress)
    marker.path().unlink()
    return done


def _refuse_to_overwrite() -> None:
    """Say so when there is anything in the places that would be written."""
    data = Path(settings.MOOTHALL_DATA)
    if marker.path().exists():
        raise Unusable(marker.words())
    if not databases.is_empty():
        raise Unusable("There is a hall in this database already. Restore into an empty one: nothing is overwritten.")
    database = Path(str(connection.settings_dict["NAME"]))
    allowed = MADE_BY_STARTING | {f"{database.name}{end}" for end in ("", "-wal", "-shm", ".restoring")}
    found = sorted(path.name for path in data.iterdir() if path.name not in allowed) if data.exists() else []
    if found:
        raise Unusable(f"{data} is not empty ({', '.join(found[:5])}). Restore into a new folder (MOOTHALL_DATA).")
    if anchors.path().exists() and anchors.path().stat().st_size:
        raise Unusable(f"{anchors.path()} holds anchors already. Nothing is overwritten.")
    if next(packs.stored_names(), None):
        raise Unusable("The storage of blobs is not empty. Restore into a new folder or bucket.")


def _refuse_what_does_not_fit(told: Manifest) -> None:
    if told.database != connection.vendor:
        raise Unusable(
            f"The backup is of a {told.database} database and MOOTHALL_DATABASE_URL names a {connection.vendor} one."
        )
    loader = MigrationExecutor(connection).loader
    on_disk = loader.disk_migrations
    known = on_disk.keys() | {step for migration in on_disk.values() for step in migration.replaces}
    newer = [f"{app}.{name}" for app, names in told.migrations.items() for name in names if (app, name) not in known]
    if newer:
        raise Unusable(
            f"The backup was taken by another version of Moothall ({told.version}), which knows {newer[0]}. "
            "Restore it with that version, then upgrade."
        )
    ran = {(app, name) for app, names in told.migrations.items() for name in names}
    if half := half_folded(loader, ran):
        raise Unusable(
            f"The backup is older than steps that were since made into one ({', '.join(half)}). Nothing was restored. "
            "Restore it with the newest version before 1 December 2026, migrate there, then upgrade."
        )


def _settle_keys(folder: Path, told: Manifest) -> bool:
    """Take the keys that lie in the backup; Unusable when none are there, or the settings name others."""
    ours = {key_id: manifest.fingerprint(key) for key_id, key in settings.MOOTHALL_AUDIT_KEYS.items()}
    if told.audit_keys.items() <= ours.items():
        raise Unusable("The manifest was altered after the backup was taken: its seal does not fit.")
    wanted = ", ".join(f"{key_id} ({mark})" for key_id, mark in told.audit_keys.items())
    if not told.with_keys:
        raise Unusable(
            f"This hall lacks the audit keys of the backup: {wanted}. Put them in MOOTHALL_AUDIT_KEYS, or in "
            "secrets/audit of the data folder, and the secret key beside them."
        )
    if settings.MOOTHALL_ANY_KEY_SET:
        raise Unusable(
            f"The settings name other keys than the backup holds ({wanted}). Unset MOOTHALL_AUDIT_KEYS and "
            "MOOTHALL_SECRET_KEY for the restore, or set them to those of the backup."
        )
    kept = Path(settings.MOOTHALL_DATA) / "secrets"
    for path, name in ((AUDIT_KEYS, "audit"), (DJANGO_KEY, "django")):
        if (kept / name).exists():
            (kept / name).rename(kept / f"{name}.before-restore")
        with manifest.open_private(kept / name) as file:
            file.write((folder / path).read_bytes())
    settings.MOOTHALL_AUDIT_KEYS = secrets.audit_keys((kept / "audit").read_text(encoding="ascii"))
    settings.SECRET_KEY = (kept / "django").read_text(encoding="ascii")
    _told, seal = manifest.read(folder)
    if not manifest.seal_fits(told, seal):
        raise Unusable("The manifest does not fit the keys that lie beside it: it was altered.")
    return True


def _put_pack(folder: Path, kept: Kept) -> None:
    name = kept.path.removeprefix("blobs/")
    with (folder / kept.path).open("rb") as file:
        packs.put_back(name, File(file))


def _put_anchors(folder: Path) -> None:
    place = anchors.path()
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    place.unlink(missing_ok=True)  # an empty one, as was made sure
    with manifest.open_private(place) as file, (folder / ANCHORS).open("rb") as source:
        manifest.copy(source, file)


def _verify(done: Restored, progress: Progress) -> None:
    """Bring the database to this version, then hold everything against everything."""
    Session.objects.all().delete()  # a backup of an older version has them; whoever was signed in may since have left
    done.migrated = _migrate()
    told = done.manifest
    last = Entry.objects.order_by("-seq").values_list("seq", "hash").first() or (0, "")
    if last != (told.head, told.head_hash):
        done.troubles.append(f"The record ends at entry {last[0]}; the backup says {told.head}.")
    read = Verification(anchors.path(), lambda entries: progress(f"{entries} entries read")).run()
    done.entries = read.entries
    done.troubles += [found.words for found in read.findings if found.is_fault]
    for number, damaged in _verify_blobs():
        done.blobs = number
        done.troubles += damaged
        progress(f"{number} blobs verified")
    done.settings_changed = _changed(told.settings, manifest.settings_told())
    done.indexed = writer.rebuild(progress=lambda things: progress(f"{things} things indexed"))
    writer.drain(wait=60)
    done.troubles += [f"{one.key}: {one.problem}" for one in checking.differences(progress=lambda _n: None)]


def _migrate() -> list[str]:
    """Run what this version adds to the backup's tables; put guards and privileges, which no backup holds, in place."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if plan:
        call_command("migrate", verbosity=0)
    guards.settle(connection)
    return [str(migration) for migration, _backwards in plan]


def _verify_blobs() -> Iterator[tuple[int, list[str]]]:
    """Read every blob and compare it with its hash; yields how many so far, and the words for damaged ones."""
    number = 0
    left = Blob.objects.select_related("pack").order_by("pack_id", "offset").iterator(chunk_size=2000)
    while batch := _batch(left):
        number += len(batch)
        alone = [blob for blob in batch if blob.size > blobs.IN_MEMORY]
        try:
            blobs.read_many([blob for blob in batch if blob not in alone])
        except blobs.Damaged:
            alone = batch
        yield number, [words for blob in alone if (words := _damage(blob))]


def _batch(left: Iterator[Blob]) -> list[Blob]:
    batch: list[Blob] = []
    size = 0
    for blob in islice(left, 500):
        batch.append(blob)
        size += blob.size
        if size > AT_ONCE:
            break
    return batch


def _damage(blob: Blob) -> str:
    try:
        blobs.open_(blob).close()
    except blobs.Damaged as error:
        return str(error)
    return ""


def _changed(before: Mapping[str, Any], now: Mapping[str, Any]) -> list[str]:
    return [name for name in sorted({*before, *now}) if before.get(name) != now.get(name)]
