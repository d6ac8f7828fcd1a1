"""Carrying a disposal out: in batches that are each all or nothing, then out of the files and the index.

Each batch is one short transaction that takes things away, writes what became of them into the list and moves the
checkpoint on. So a run that is killed anywhere goes on where it was, with nothing twice and nothing lost.
"""

import fcntl
import hashlib
import logging
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.db.models import Max, Min, ProtectedError, RestrictedError
from django.utils import timezone

from moothall import audit
from moothall.files import bulk, cleaning, compaction, standstill
from moothall.kit import clock
from moothall.records import announcing, handing, retention, sweeping
from moothall.records.custody import Custody, Disposed
from moothall.records.models.disposals import Disposal, DisposalItem, Outcome
from moothall.search import writer

log = logging.getLogger(__name__)

BATCH = 500
LOOK = 30.0  # seconds after which the searches of holds are asked anew
PAUSE = 0.01  # seconds left to people between two batches
READ = 5000

Progress = Callable[[Disposal], None]
Outcomes = dict[int, Outcome]


class AlreadyRunning(Exception):  # noqa: N818  says what is the matter
    """Another process is carrying out the same run."""


@contextmanager
def alone(pk: int) -> Iterator[bool]:
    """Hold the lock of a run, which the system lets go of however a process ends; False when another has it."""
    folder: Path = settings.MOOTHALL_DATA / "locks"
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / f"disposal-{pk}.lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        yield True


def is_running(pk: int) -> bool:
    """Whether somebody is at work on this run now."""
    with alone(pk) as free:
        return not free


def carry_out(pk: int, *, progress: Progress = lambda _run: None) -> Disposal:
    """Go on with an approved run to its end and issue its certificate; raises AlreadyRunning.

    If files or index cannot be emptied just now (a backup is under way) the run stays open, says why, and is taken up
    again.
    """
    with alone(pk) as mine:
        if not mine:
            raise AlreadyRunning
        run = Disposal.objects.select_related("application__rule").get(pk=pk)
        if run.approved_at is None or run.finished_at or run.declined_at:
            return run
        Disposal.objects.filter(pk=pk, started_at=None).update(started_at=clock.now())
        if run.transfer and not _received(pk, progress):
            return Disposal.objects.get(pk=pk)
        if not _taken(pk, progress) or not _emptied(pk):
            return Disposal.objects.get(pk=pk)
        return _finish(pk)


def _received(pk: int, progress: Progress) -> bool:
    """Write the bundles for the archive; whether its receipt is there, so that what it has may go here."""
    return handing.hand_over(pk, progress) and Disposal.objects.get(pk=pk).receipt_entered_at is not None


def _taken(pk: int, progress: Progress) -> bool:
    """Take batch after batch; False, with the reason kept, where a hold's searches can't be asked now."""
    swept = -LOOK
    while True:
        if time.monotonic() - swept >= LOOK:
            trouble = sweeping.cannot_now()
            if trouble:
                Disposal.objects.filter(pk=pk).update(trouble=trouble)
                return False
            swept = time.monotonic()
        if not _batch(pk, progress):
            return True
        time.sleep(PAUSE)


def _batch(pk: int, progress: Progress) -> bool:
    """Take the next things; False when none are left."""
    with audit.acting():
        locked = Disposal.objects.select_for_update(of=("self", "application"))  # a review decides under the same lock
        run = locked.select_related("application__rule").get(pk=pk)
        if run.taken_at:
            return False
        custody = retention.reach(run.application).custody
        found, stays = _next(run)
        if not found:
            run.taken_at = clock.now()
            run.save(update_fields=["taken_at"])
            return False
        dispose = custody.dispose_handed if run.transfer and custody.dispose_handed else custody.dispose
        going = [row[0] for row in found if row[0] not in stays]
        outcomes = {**stays, **_take(custody, going, dispose)}
        bulk.insert(
            DisposalItem,
            ("disposal", "unit", "ref", "container", "day", "outcome"),
            [(run.pk, custody.unit, ref, f"{custody.key}:{place}", day, outcomes[ref]) for ref, place, day in found],
        )
        run.after = found[-1][0]
        run.save(update_fields=["after"])
    progress(run)
    return True


def _next(run: Disposal) -> tuple[Sequence[tuple[int, int, date]], Mapping[int, Outcome]]:
    """The next things that are due, locked: their number, their container's, the day the rule counted from; what stays.

    Of a transfer these are the things that were handed over; what is no longer as it was then stays.
    """
    if run.transfer:
        batch = handing.next_batch(run)
        return batch.rows, batch.stays
    rows = retention.to_take(run.application, cutoff=run.cutoff, today=clock.today()).filter(pk__gt=run.after)
    locked = rows.select_for_update(of=("self",)).only("pk").order_by("pk")[:BATCH]
    return [(row.pk, row.container_id, timezone.localdate(row.since)) for row in locked], {}


def _take(custody: Custody, pks: Sequence[int], dispose: Callable[[Sequence[int]], Disposed]) -> Outcomes:
    """Dispose of what nothing holds; what the database itself refuses is found out by halves."""
    rows = custody.units(None).model._base_manager.filter(pk__in=pks)
    free = set(retention.free(rows).values_list("pk", flat=True))
    outcomes = dict.fromkeys(pks, Outcome.HELD)
    blobs: set[int] = set()
    waiting = [[pk for pk in pks if pk in free]]
    while waiting:
        part = waiting.pop()
        if not part:
            continue
        try:
            with transaction.atomic():
                blobs |= dispose(part).blobs
        except IntegrityError as refused:
            if len(part) > 1:
                half = len(part) // 2
                waiting += [part[half:], part[:half]]
            elif isinstance(refused, ProtectedError | RestrictedError):
                outcomes[part[0]] = Outcome.KEPT
        else:
            outcomes |= dict.fromkeys(part, Outcome.DISPOSED)
    cleaning.collect(blobs)
    return outcomes


def _emptied(pk: int) -> bool:
    """Take the bytes out of packs, index and database file; False, with the reason kept, where that must wait."""
    if not DisposalItem.objects.filter(disposal=pk, outcome=Outcome.DISPOSED).exists():
        return True
    try:
        cleaning.clean()  # an upload keeps the bytes it brought until it expires
        compaction.compact(every_dead_byte=True)
        writer.forget()
    except (standstill.Busy, TimeoutError, RuntimeError) as error:
        Disposal.objects.filter(pk=pk).update(trouble=str(error))
        log.warning("Disposal %s waits: %s", pk, error)
        return False
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        with connection.cursor() as cursor:  # SQLite zeroes what is deleted, and keeps it in the log until this
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return True


def _finish(pk: int) -> Disposal:
    """Sum the list up and issue the certificate: one entry in the record, however many things."""
    with audit.acting():
        run = Disposal.objects.select_for_update(of=("self",)).select_related("application__rule").get(pk=pk)
        if run.finished_at:
            return run
        run.digest, counted = digest_of(item.line for item in list_of(run))
        known = [outcome for outcome in Outcome.values if run.transfer or outcome != Outcome.CHANGED]
        run.counts = {outcome: counted.get(outcome, 0) for outcome in known}
        days = run.items.aggregate(first=Min("day"), last=Max("day"))
        run.first_day, run.last_day, run.trouble = days["first"], days["last"], ""
        run.finished_at = clock.now()
        run.save(update_fields=["digest", "counts", "first_day", "last_day", "trouble", "finished_at"])
        audit.record(
            "disposal.finished",
            by=run.approved_by,
            on=run,
            rule=run.application.rule_id,
            container=run.application.container,
            digest=run.digest,
            proposed_by=run.proposed_by_id,
            **run.counts,
        )
        announcing.finished(run)
    return run


def list_of(run: Disposal) -> Iterator[DisposalItem]:
    """Every item of a run in the order of the list, read in bounded memory."""
    return run.items.order_by("ref").iterator(chunk_size=READ)


def digest_of(lines: Iterator[str]) -> tuple[str, Counter[str]]:
    """SHA-256 over a list's lines, each with its end, and how often each outcome stands in it."""
    digest, counted = hashlib.sha256(), Counter[str]()
    for line in lines:
        digest.update(f"{line}\n".encode())
        counted[line.rpartition("\t")[2]] += 1
    return digest.hexdigest(), counted
