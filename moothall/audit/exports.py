"""Exports of the record: entries as they were sealed, the same as a table, anchors, and a verifier in bare Python.

Written to a temporary file in batches, outside any transaction: entries are only ever added, so what lies below the
head of the moment stays as it is.
"""

import csv
import hashlib
import io
import tempfile
import zipfile
from collections.abc import Container, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import IO

from django.conf import settings
from django.db.models import Max, Min, QuerySet
from django.utils import timezone

from moothall.kit import clock, sheets
from moothall.kit.registries import Person

from . import anchors, closed, keys, queries, verify_export
from .canonical import Plain, canonical
from .models import GENESIS, Entry, Private
from .queries import Asked

FORMAT = "moothall.audit.export.1"
WITH_CLOSED = "moothall.audit.export.2"  # some lines have a seal and nothing else, which the first verifier never saw
BATCH = 1000
IN_FLIGHT = timedelta(minutes=1)  # what was anchored this long ago is long committed

README = """\
This is an export of the record of acts of {hall}, made with Moothall at {made}.

entries.jsonl   {count} entries, one a line, oldest first, each with its hash
entries.csv     the same to read, with names as they are today
private.jsonl   personal details beside the entries, if they were asked for; erased ones leave an empty marker
anchors.log     hashes of the record as they were written outside the database
export.json     what this export holds, sealed

Each entry carries the hash of the entry before it. Its own hash is an HMAC-SHA-256, with a key that the hall keeps
apart from the database, over "moothall.audit.entry.1", a newline, and the entry without its hash as JSON in UTF-8
with sorted keys and no spaces. So nobody can change, remove, add or move an entry without the key and stay unnoticed;
whoever has the key is found out by anchors that were kept where they could not reach. Personal details are outside
the chain, which holds only "sha256(moothall.audit.private.1, newline, salt, newline, details)", so that they can be
erased.

A line that says "closed" is of an act that is told to whoever may see what was acted on, and to nobody else: its
number, its hash and the hash before it are there, so that the chain is whole; the entry after it seals its hash.

To verify it, with Python 3.9 or newer and nothing else:

    python3 verify_export.py THIS.zip
    python3 verify_export.py THIS.zip --keys KEYS --anchors HEADS

Take verify_export.py from a source that you trust rather than from here, where a forger could have changed it too: it
lies in every installation of Moothall as moothall/audit/verify_export.py. That this export was made is itself in the
record, with the SHA-256 of entries.jsonl: {digest}
"""


@dataclass
class Export:
    """A finished export, open at its beginning, and what it holds."""

    file: IO[bytes]
    first: int
    last: int
    count: int
    complete: bool
    digest: str

    @property
    def name(self) -> str:
        """What the file is called."""
        return f"record-of-acts-{self.first}-{self.last}.zip"


@dataclass
class _Written:
    """What goes by while entries are written."""

    count: int = 0
    digest: "hashlib._Hash" = field(default_factory=hashlib.sha256)


class NothingToExport(Exception):  # noqa: N818 - says what was found
    """No entry fits."""


def build(asked: Asked, *, personal: bool, reader: Person) -> Export:
    """Write the entries asked for, up to the head of this moment; raises NothingToExport.

    Of an entry that is closed to the reader only the seal is written.

    When none is to be left out, everything between the first and the last number is meant, and a gap is a fault.
    """
    settled = clock.now() - IN_FLIGHT
    found, complete = queries.entries(asked, reader), asked.leaves_none_out
    span = found.aggregate(first=Min("seq"), last=Max("seq"))
    if span["first"] is None:
        raise NothingToExport
    first, last = 1 if complete and not asked.since else span["first"], span["last"]
    # A clock that was set back puts days out of order, so days are turned into numbers first.
    found = (Entry.objects.filter(seq__gte=first) if complete else found).filter(seq__lte=last)
    hidden = _hidden(found, reader)
    anchored_to = None if complete and not asked.until else last
    written = _Written()
    file = tempfile.TemporaryFile()  # noqa: SIM115 - it is handed on, open
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        with _part(archive, "entries.jsonl") as part:
            for entry in _in_order(found):
                line = canonical(_sealed(entry) if entry.seq in hidden else _line(entry)) + b"\n"
                written.count += 1
                written.digest.update(line)
                part.write(line)
        with _part(archive, "entries.csv") as part:
            _write_table(part, found, hidden)
        if personal:
            _write_private(archive, found, hidden)
        with _part(archive, "anchors.log") as part:
            after = _write_anchors(part, first, anchored_to)
        made = Export(file, first, last, written.count, complete, written.digest.hexdigest())
        told: dict[str, Plain] = {"personal": personal, "anchors_after": after}
        told |= {"format": WITH_CLOSED, "closed": len(hidden)} if hidden else {}
        told["settled"] = None if anchored_to else _moment(settled)
        _write_rest(archive, made, told)
    file.seek(0)
    return made


def _write_rest(archive: zipfile.ZipFile, made: Export, told: dict[str, Plain]) -> None:
    """The manifest, the explanation and the verifier."""
    key = keys.signing()
    hall, at = settings.MOOTHALL_COUNCIL.name, _moment(clock.now())
    manifest: dict[str, Plain] = {
        "format": FORMAT,
        "hall": hall,
        "made": at,
        "first": made.first,
        "last": made.last,
        "count": made.count,
        "complete": made.complete,
        "entries_sha256": made.digest,
        "key_id": key.id,
        **told,
    }
    manifest["seal"] = verify_export.manifest_seal(manifest, key.secret)
    archive.writestr("export.json", canonical(manifest))
    archive.writestr("README.txt", README.format(hall=hall, made=at, count=made.count, digest=made.digest))
    archive.writestr("verify_export.py", Path(verify_export.__file__).read_bytes())


def _hidden(found: QuerySet[Entry], reader: Person) -> frozenset[int]:
    """The numbers of those entries that are closed to the reader: few, as closed things are."""
    which = closed.to(reader)
    return frozenset() if which is None else frozenset(found.filter(which).values_list("seq", flat=True))


def _sealed(entry: Entry) -> dict[str, Plain]:
    """An entry that is closed to the reader: its place in the chain."""
    return {
        "seq": entry.seq,
        "previous_hash": entry.previous_hash,
        "key_id": entry.key_id,
        "hash": entry.hash,
        "closed": True,
    }


def _line(entry: Entry) -> dict[str, Plain]:
    """An entry as it was sealed, with its hash."""
    return {
        "seq": entry.seq,
        "at": _moment(entry.at),
        "actor": entry.actor_id,
        "verb": entry.verb,
        "object_type": entry.object_type,
        "object_id": entry.object_id,
        "details": entry.details,
        "private_digest": entry.private_digest,
        "previous_hash": entry.previous_hash,
        "key_id": entry.key_id,
        "hash": entry.hash,
    }


def _write_table(part: IO[bytes], found: QuerySet[Entry], hidden: Container[int]) -> None:
    with io.TextIOWrapper(part, encoding="utf-8-sig", newline="", write_through=True) as text:
        table = csv.writer(text)
        table.writerow(["entry", "when", "who", "account", "act", "verb", "to what", "details", "hash"])
        for told in queries.tell(_in_order(found.select_related("actor")), hidden):
            entry = told.entry
            if told.closed:
                table.writerow([entry.seq, "", "", "", told.words, "", "", "", entry.hash])
                continue
            when = timezone.localtime(entry.at).isoformat(timespec="seconds")
            details = canonical(entry.details).decode() if entry.details else ""
            row = (told.who, entry.actor_id or "", told.words, entry.verb, told.thing_token, details, entry.hash)
            table.writerow([entry.seq, when, *(sheets.safe(str(cell)) for cell in row)])


def _write_private(archive: zipfile.ZipFile, found: QuerySet[Entry], hidden: Container[int]) -> None:
    with _part(archive, "private.jsonl") as part:
        for kept in (one for one in _private(found) if one.pk not in hidden):
            part.write(canonical({"seq": kept.pk, "salt": kept.salt, "content": kept.content}) + b"\n")


def _write_anchors(part: IO[bytes], first: int, last: int | None) -> str:
    """Write the anchors from the first of these entries to the last (None: to the end of the file).

    Returns the seal of the line before them. Lines are out of order by a few at most.
    """
    after, before, begun = GENESIS, GENESIS, False
    held: list[anchors.Line] = []  # what stands between the last line that is ours and what may be one more
    for line in anchors.read(anchors.path()):
        if isinstance(line, int):
            continue
        ours = first <= line.seq and (last is None or line.seq <= last)
        if ours and not begun:
            after, begun = before, True
        if begun:
            held.append(line)
        if ours:
            part.writelines(f"{one.told} {one.seal}\n".encode() for one in held)
            held.clear()
        before = line.seal
        if len(held) > BATCH:
            break
    return after


def _in_order(found: QuerySet[Entry]) -> Iterator[Entry]:
    """Yield entries oldest first, a batch at a time."""
    last = 0
    while batch := list(found.filter(seq__gt=last).order_by("seq")[:BATCH]):
        yield from batch
        last = batch[-1].seq


def _private(found: QuerySet[Entry]) -> Iterator[Private]:
    last = 0
    kept = Private.objects.filter(entry__in=found.order_by().values("seq"))
    while batch := list(kept.filter(pk__gt=last).order_by("pk")[:BATCH]):
        yield from batch
        last = batch[-1].pk


@contextmanager
def _part(archive: zipfile.ZipFile, name: str) -> Iterator[IO[bytes]]:
    with archive.open(name, "w", force_zip64=True) as part:
        yield part


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")
