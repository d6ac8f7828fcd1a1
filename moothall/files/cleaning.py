"""Tidying after uploads: those that were given up, their parts, and bytes that nothing points at any more."""

import time
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from itertools import islice
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction
from django.db.models import ForeignKey

from moothall.kit import clock

from . import reading
from .models import Blob, Reading, Upload
from .receiving import abandon
from .refusals import Refused

MARGIN = timedelta(hours=1)  # after the end: a form that was checked in time is not overtaken
STRAY = timedelta(days=1)  # a part without a row is kept for so long
EVERY = timedelta(minutes=30)
CHUNK = 1000


@dataclass
class Cleaned:
    """What was tidied away."""

    uploads: int = 0
    parts: int = 0
    blobs: int = 0


def clean() -> Cleaned:
    """Remove expired uploads and what only they held; safe while others upload."""
    report = Cleaned()
    expired = Upload.objects.filter(expires__lt=clock.now() - MARGIN).order_by("expires")
    for upload in list(expired[:1000]):
        blob = upload.blob_id
        with suppress(Refused):  # someone is at it just now, or was quicker
            abandon(upload)
            report.uploads += 1
        report.blobs += collect([blob] if blob else [])
    report.parts = _stray_parts()
    reading.forget_loose()
    return report


def collect(candidates: Iterable[int]) -> int:
    """Remove those of these blobs that no row of any room points at; their place in the pack is freed by compaction."""
    removed, waiting = 0, iter(sorted(set(candidates)))
    while chunk := list(islice(waiting, CHUNK)):
        with transaction.atomic():
            # Locked in the order of their keys, so that two who collect wait for one another instead of deadlocking.
            locked = Blob.objects.select_for_update().filter(pk__in=chunk).order_by("pk").values_list("pk", flat=True)
            loose = set(locked)
            loose -= _held(loose)
            reading.forget(loose)  # what they say goes with them
            Blob.objects.filter(pk__in=loose)._raw_delete(using=connection.alias)  # asked above what points at them
            removed += len(loose)
    return removed


def _held(blobs: set[int]) -> set[int]:
    """Those of these blobs that a row of any room points at; that they were read does not keep them."""
    held: set[int] = set()
    for relation in Blob._meta.get_fields(include_hidden=True):
        field = getattr(relation, "field", None)
        if relation.auto_created and isinstance(field, ForeignKey) and field.model is not Reading:
            rows = field.model._base_manager.filter(**{f"{field.name}__in": blobs})
            held.update(rows.values_list(field.attname, flat=True))
    return held


def _stray_parts() -> int:
    folder = settings.MOOTHALL_DATA / "uploads"
    removed, oldest = 0, time.time() - STRAY.total_seconds()
    for path in folder.glob("*.part"):
        with suppress(FileNotFoundError, ValueError):
            if path.stat().st_mtime < oldest and not Upload.objects.filter(pk=UUID(path.stem)).exists():
                path.unlink()
                removed += 1
    return removed
