"""Handing over: bundles of all that is due under a rule that says transfer, written and checked before anything goes.

Things go into bags of at most `PART`; each bag is written and checked outside any transaction, and then put down with
the list of what is in it and the checkpoint, all in one. So a run that is killed loses at most the bag that it was at.
What is held is put down too, in no bag. When the archive's receipt is there, only what is still byte for byte what was
handed over may go: its fingerprint is reckoned again under the lock of the row.
"""

import hashlib
import json
import logging
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from io import BytesIO
from typing import BinaryIO, cast

from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist
from django.utils import timezone

from moothall import audit
from moothall.files import blobs, cleaning
from moothall.files.models import Blob
from moothall.kit import clock
from moothall.people.models import User
from moothall.records import announcing, bundles, retention, sweeping
from moothall.records.custody import Custody, File
from moothall.records.models.disposals import Disposal, Outcome
from moothall.records.models.handovers import HandedThing, HandoverBundle

log = logging.getLogger(__name__)

PART = 500  # things in one bundle
MOST_BYTES = 1024**3  # after which a bundle is closed, by the sizes that the preview adds up
BATCH = 50  # things that are compared with what was handed over, and taken, in one transaction
LOOK = 30.0  # seconds after which the searches of holds are asked anew
CHUNK = 1024 * 1024
ABOUT = "handover.json"
FORMAT = "moothall-handover-1"

Progress = Callable[[Disposal], None]


@dataclass(frozen=True)
class Due:
    """One thing that is due: its number, its container, the day that the rule counted from, whether it is held."""

    ref: int
    container: str
    day: date
    held: bool


@dataclass(frozen=True)
class Bag:
    """A bag that was written and checked; `prints` are the fingerprints of the things in it."""

    blob: Blob
    written: bundles.Written
    prints: Mapping[int, str]


@dataclass(frozen=True)
class Batch:
    """What is next to be taken, as the list says it, and what of it stays with the reason."""

    rows: Sequence[tuple[int, int, date]]
    stays: Mapping[int, Outcome]


def hand_over(pk: int, progress: Progress) -> bool:
    """Write bundle after bundle; False, with the reason kept, where it cannot go on now."""
    swept = -LOOK
    while True:
        if time.monotonic() - swept >= LOOK:
            trouble = sweeping.cannot_now()
            if trouble:
                return _wait(pk, trouble)
            swept = time.monotonic()
        run = Disposal.objects.select_related("application__rule").get(pk=pk)
        if run.declined_at:
            return False
        if run.handed_at:
            return True
        due = _next_due(run)
        try:
            bag = _write(run, due) if any(not one.held for one in due) else None
        except (ObjectDoesNotExist, OSError, ValueError) as error:
            log.warning("The bundles of disposal %s: %s", pk, error)
            return _wait(pk, f"A bundle could not be written, so nothing goes: {error}")
        _put_down(run, due, bag)
        progress(run)


def _wait(pk: int, why: str) -> bool:
    Disposal.objects.filter(pk=pk).update(trouble=why)
    return False


def _next_due(run: Disposal) -> list[Due]:
    """The next things that are due, as many as go into one bundle."""
    custody = retention.reach(run.application).custody
    rows = retention.to_take(run.application, cutoff=run.cutoff, today=clock.today()).filter(pk__gt=run.handed_after)
    found, size = [], 0
    for row in rows.order_by("pk")[:PART]:
        found.append(row)
        size += row.size
        if size >= MOST_BYTES:
            break
    pks = [row.pk for row in found]
    free = set(retention.free(custody.units(None).filter(pk__in=pks)).values_list("pk", flat=True))
    return [
        Due(row.pk, f"{custody.key}:{row.container_id}", timezone.localdate(row.since), row.pk not in free)
        for row in found
    ]


def _write(run: Disposal, due: Sequence[Due]) -> Bag:
    """Write a bag of what is not held and check it as whoever receives it will; raises ValueError where it fails."""
    custody, rule = retention.reach(run.application).custody, run.application.rule
    free = [one for one in due if not one.held]
    about = {
        "Source-Organization": settings.MOOTHALL_COUNCIL.name,
        "External-Identifier": f"disposal:{run.pk}",
        "External-Description": f"{rule.reference} {rule.title}: {rule.class_path}",
        "Contact-Name": run.proposed_by.name,
        "Bag-Group-Identifier": f"disposal-{run.pk}",
    }
    with tempfile.TemporaryFile() as held:
        target = cast(BinaryIO, held)
        written = bundles.write(target, _files(run, custody, free), name=f"disposal-{run.pk}", about=about)
        target.seek(0)
        checked = bundles.check(target)
        if not checked.whole:
            raise ValueError(checked.faults[0])
        target.seek(0)
        return Bag(blobs.put_file(target), written, _prints(custody, checked.payload))


def _files(run: Disposal, custody: Custody, due: Sequence[Due]) -> Iterator[File]:
    """The list of what is in the bag, then each thing in a folder of its own."""
    rule = run.application.rule
    told = {
        "format": FORMAT,
        "disposal": run.pk,
        "rule": {"reference": rule.reference, "version": rule.version, "title": rule.title, "class": rule.class_path},
        "authority": rule.authority,
        "things": [
            {"thing": f"{custody.unit}:{one.ref}", "in": one.container, "counted_from": one.day.isoformat()}
            for one in due
        ],
    }
    yield File(ABOUT, partial(BytesIO, json.dumps(told, ensure_ascii=False, indent=1).encode()))
    for one in due:
        for file in _of(custody, one.ref):
            yield File(f"{custody.unit}-{one.ref}/{file.path}", file.open)


def _of(custody: Custody, ref: int) -> Iterable[File]:
    if custody.files is None:
        raise ValueError(f"{custody.key} gives no files")
    return custody.files(ref)


def _prints(custody: Custody, payload: Mapping[str, str]) -> dict[int, str]:
    """The fingerprint of each thing in a bag, from the manifest."""
    found: defaultdict[int, list[str]] = defaultdict(list)
    for path, digest in payload.items():
        folder, _slash, name = path.removeprefix("data/").partition("/")
        ref = folder.removeprefix(f"{custody.unit}-")
        if name and ref.isdecimal() and _counts(name):
            found[int(ref)].append(digest)
    return {ref: _print(digests) for ref, digests in found.items()}


def _counts(name: str) -> bool:
    """Pages to read are made of the rest, by templates that a newer hall may have changed; they prove nothing."""
    return not name.endswith(".html") or "files/" in name


def _print(digests: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(sorted(digests)).encode()).hexdigest()


def fingerprint(custody: Custody, ref: int) -> str:
    """Of a thing as it is now; its bytes are read in pieces."""
    digests = []
    for file in _of(custody, ref):
        if not _counts(file.path):
            continue
        digest = hashlib.sha256()
        with file.open() as source:
            while part := source.read(CHUNK):
                digest.update(part)
        digests.append(digest.hexdigest())
    return _print(digests)


def _put_down(run: Disposal, due: Sequence[Due], bag: Bag | None) -> None:
    """Put a bag down with its list and move the checkpoint on; with nothing left, tell those who look after records."""
    with audit.acting():
        locked = Disposal.objects.select_for_update(of=("self",)).select_related("application__rule").get(pk=run.pk)
        if locked.declined_at or locked.handed_at or locked.handed_after != run.handed_after:
            return
        if not due:
            _close(locked)
            return
        row = _keep(locked, bag) if bag else None
        unit, prints = retention.reach(locked.application).custody.unit, bag.prints if bag else {}
        HandedThing.objects.bulk_create(
            HandedThing(
                disposal=locked, bundle=None if one.held else row, unit=unit, ref=one.ref, container=one.container,
                day=one.day, fingerprint="" if one.held else prints[one.ref],
            )
            for one in due if one.held or one.ref in prints
        )  # fmt: skip
        locked.handed_after, locked.trouble = due[-1].ref, ""
        locked.save(update_fields=["handed_after", "trouble"])


def _keep(run: Disposal, bag: Bag) -> HandoverBundle:
    row = HandoverBundle.objects.create(
        disposal=run,
        number=run.bundles.count() + 1,
        blob=bag.blob,
        sha256=bag.blob.sha256,
        manifest=bag.written.digest,
        things=len(bag.prints),
        files=bag.written.files,
        size=bag.written.size,
    )
    audit.record(
        "disposal.bundle_written", by=run.approved_by, on=run, number=row.number, things=row.things, sha256=row.sha256
    )
    return row


def _close(run: Disposal) -> None:
    run.handed_at, run.trouble = clock.now(), ""
    run.save(update_fields=["handed_at", "trouble"])
    audit.record("disposal.handed_over", by=run.approved_by, on=run, bundles=run.bundles.count())
    announcing.handed(run)


def next_batch(run: Disposal) -> Batch:
    """The next things of what was handed over, locked where they are still due; what changed since stays."""
    custody = retention.reach(run.application).custody
    listed = list(run.handed.filter(ref__gt=run.after).order_by("ref")[:BATCH])
    rows = [(one.ref, int(one.container.partition(":")[2]), one.day) for one in listed]
    still = retention.to_take(run.application, cutoff=run.cutoff, today=clock.today())
    still = still.filter(pk__in=[one.ref for one in listed]).select_for_update(of=("self",)).only("pk").order_by("pk")
    due = {row.pk for row in still}
    custody.lock(sorted(due))
    stays = {}
    for one in listed:
        if one.bundle_id is None:
            stays[one.ref] = Outcome.HELD
        elif one.ref not in due or fingerprint(custody, one.ref) != one.fingerprint:
            stays[one.ref] = Outcome.CHANGED
    return Batch(rows, stays)


def let_go(run: Disposal, *, remover: User) -> int:
    """Inside an act: let go of the bytes of a run's bundles, which the database allows once it is over."""
    kept = run.bundles.filter(blob__isnull=False)
    bytes_ = [pk for pk in kept.values_list("blob", flat=True) if pk]
    if not bytes_:
        return 0
    removed = kept.update(blob=None, removed_at=clock.now(), removed_by=remover)
    cleaning.collect(bytes_)
    return removed
