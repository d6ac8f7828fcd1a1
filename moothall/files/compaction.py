"""Compaction: removing packs no row points at, and rewriting those that are mostly dead or needlessly small."""

from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial

from django.db import connection, transaction
from django.db.models import Count, F, Sum
from django.db.models.functions import Coalesce

from moothall.kit import clock

from . import packs, standstill
from .blobs import Damaged, read_stored
from .models import Blob, Pack

MOSTLY_LIVE = 0.7  # a pack with a smaller share of live bytes is rewritten
SMALL = 4 * 1024 * 1024  # packs below this are joined with others
ORPHAN_AGE = timedelta(days=1)  # longer than any transaction that may still be about to write the rows


@dataclass
class Report:
    """What a compaction did, in files and bytes."""

    orphans_removed: int = 0
    packs_rewritten: int = 0
    packs_written: int = 0
    bytes_freed: int = 0
    damaged: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Measured:
    """A pack and how much of it is live."""

    pk: int
    size: int
    live: int
    blobs: int

    @property
    def mostly_dead(self) -> bool:
        return self.live < self.size * MOSTLY_LIVE

    @property
    def small(self) -> bool:
        """Whether it is worth joining with others; a large blob alone in its pack is left where it is."""
        return self.size < SMALL and not (self.blobs == 1 and self.live >= packs.LARGE)


def compact(
    *,
    orphan_age: timedelta = ORPHAN_AGE,
    every_dead_byte: bool = False,
    progress: Callable[[str], None] = lambda _words: None,
) -> Report:
    """Remove orphan packs and rewrite wasteful ones; safe while others read and write. standstill.Busy in a backup.

    With `every_dead_byte` a pack is rewritten if it holds anything at all that no row points at any more, so that what
    was disposed of is on no disk; otherwise only when it is worth the work.
    """
    with standstill.packs_may_go():
        return _compact(orphan_age, every_dead_byte, progress)


def _compact(orphan_age: timedelta, every_dead_byte: bool, progress: Callable[[str], None]) -> Report:
    report = Report()
    for name, size in _orphans(orphan_age):
        packs.remove(name)
        report.orphans_removed += 1
        report.bytes_freed += size
    for group in _groups(_measured(with_dead_bytes=True) if every_dead_byte else _wasteful()):
        _rewrite(group, report)
        progress(f"{report.packs_rewritten} packs rewritten")
    return report


def _orphans(age: timedelta) -> Iterator[tuple[str, int]]:
    """Give pack files without a row that are old enough: the rows of a young one may be about to be committed."""
    names = list(packs.stored_names())
    known = set(Pack.objects.values_list("name", flat=True))
    storage = packs.storage()
    for name in names:
        if name not in known and clock.now() - storage.get_modified_time(name) >= age:
            yield name, storage.size(name)


def _wasteful() -> list[_Measured]:
    """Give the packs worth rewriting, oldest first; one small pack alone is as good as it gets."""
    measured = _measured()
    dead = [pack for pack in measured if pack.mostly_dead]
    small = [pack for pack in measured if pack.small and not pack.mostly_dead]
    return dead + (small if len(small) + len(dead) > 1 else [])


def _measured(*, with_dead_bytes: bool = False) -> list[_Measured]:
    rows = Pack.objects.annotate(live=Coalesce(Sum("blobs__stored_size"), 0), number=Count("blobs")).order_by("pk")
    if with_dead_bytes:
        rows = rows.filter(live__lt=F("size"))
    return [_Measured(*row) for row in rows.values_list("pk", "size", "live", "number")]


def _groups(found: list[_Measured]) -> Iterator[list[int]]:
    """Share packs out so that what is live of a group fits into one new pack."""
    group: list[int] = []
    total = 0
    for pack in found:
        if group and total + pack.live > packs.PACK_LIMIT:
            yield group
            group, total = [], 0
        group.append(pack.pk)
        total += pack.live
    if group:
        yield group


def _rewrite(group: list[int], report: Report) -> None:
    """Copy what is live into a new pack, move the rows in one transaction, and remove the old files after it."""
    old = {pack.pk: pack for pack in Pack.objects.filter(pk__in=group)}
    parts: list[bytes] = []
    moves: list[tuple[int, Blob]] = []
    end = 0
    for pk, pack in list(old.items()):
        try:
            copied = _copy(pack)
        except Damaged as error:
            report.damaged.append(str(error))
            del old[pk]
            continue
        for blob, stored in copied:
            moves.append((end, blob))
            parts.append(stored)
            end += len(stored)
    name = packs.write(b"".join(parts)) if parts else None
    with transaction.atomic():
        _lock_unchanged(old, len(moves))
        if name:
            _move(moves, Pack.objects.create(name=name, size=end))
            report.packs_written += 1
        Pack.objects.filter(pk__in=old).delete()
        for pack in old.values():
            transaction.on_commit(partial(packs.remove, pack.name))
    report.packs_rewritten += len(old)
    report.bytes_freed += sum(pack.size for pack in old.values()) - end


def _copy(pack: Pack) -> list[tuple[Blob, bytes]]:
    """Read a pack's live blobs as they are stored, each verified; Damaged when one is not what was put."""
    blobs = list(pack.blobs.order_by("offset"))
    if not blobs:
        return []
    try:
        with closing(packs.open_pack(pack.name)) as file:
            return [(blob, read_stored(file, blob)) for blob in blobs]
    except FileNotFoundError:
        raise Damaged(blobs[0], "its pack is missing from the storage.") from None


def _lock_unchanged(old: dict[int, Pack], expected: int) -> None:
    """Lock the packs, and make sure that no other compaction or deletion came between reading and now."""
    locked = Pack.objects.select_for_update().filter(pk__in=old).count()
    if locked != len(old) or Blob.objects.filter(pack__in=old).count() != expected:
        raise RuntimeError("Another compaction is under way. Try again when it has finished.")


def _move(moves: list[tuple[int, Blob]], pack: Pack) -> None:
    table = connection.ops.quote_name(Blob._meta.db_table)
    offset = connection.ops.quote_name("offset")
    with connection.cursor() as cursor:
        cursor.executemany(
            f"UPDATE {table} SET pack_id = %s, {offset} = %s WHERE id = %s",  # noqa: S608  names from the model
            [(pack.pk, place, blob.pk) for place, blob in moves],
        )
