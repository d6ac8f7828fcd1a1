"""Write one window: bytes into a pack, rows in bulk, threads joined, the run's counts moved on, all or nothing."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256

from django.db import transaction
from django.db.models import Count, Max, OuterRef, Subquery

from moothall.files import blobs, bulk, reading
from moothall.files.models import Blob
from moothall.kit import clock
from moothall.mail.documents import KIND, document
from moothall.mail.importing.windows import Window
from moothall.mail.models import HeldBack, ImportRun, Mailbox, Message, Thread, ThreadRef, ThreadShare
from moothall.mail.models.messages import MAX_MESSAGE_ID, file_lines, people_lines
from moothall.mail.parsing import ParsedMessage, Unreadable
from moothall.mail.weaving import Strand, refs_of, weave
from moothall.records import holding
from moothall.search import outbox
from moothall.search.sources import Document

LOOKUP = 5000
MESSAGE_COLUMNS = (
    "id",
    "mailbox",
    "blob",
    "thread",
    "message_id",
    "subject",
    "sender_name",
    "sender_address",
    "to",
    "cc",
    "at",
    "dated",
    "preview",
    "has_html",
    "attachments",
    "size",
)


class PausedError(Exception):
    """Somebody paused the import, so this window was not written."""


@dataclass(slots=True)
class _Letter:
    """A message about to be written."""

    blob: Blob
    parsed: ParsedMessage
    at: datetime
    refs: frozenset[str]


@dataclass(slots=True)
class Written:
    """What came of a window."""

    run: ImportRun
    documents: dict[str, Document] = field(default_factory=dict)


def write(window: Window, *, run_pk: int, seconds: float) -> Written:
    """Store a window and move the run's checkpoint past it; raises `PausedError` when it is to stop before."""
    stored = _store(window)
    with transaction.atomic():
        run = ImportRun.objects.select_for_update().select_related(None).get(pk=run_pk)
        if run.paused_at:
            raise PausedError
        mailbox = Mailbox.objects.select_for_update().get(pk=run.mailbox_id)  # one import at a time into a mailbox
        fresh, held, duplicates = _sort_out(window, stored, mailbox)
        documents = _add_messages(mailbox, fresh)
        _hold_back(run, held)
        _move_on(run, window, stored, (len(fresh), duplicates, seconds))
    return Written(run, documents)


def _store(window: Window) -> list[Blob]:
    """Keep the bytes, before the transaction: what a crash leaves over, the next attempt finds and uses."""
    kept = iter(blobs.put_many([raw.data for raw in window.raws if not raw.spool]))
    found: list[Blob] = []
    for raw in window.raws:
        if raw.spool is None:
            found.append(next(kept))
            continue
        with raw.spool as file:
            file.seek(0)
            found.append(blobs.put_stream(file))
    return found


def _sort_out(
    window: Window, stored: Sequence[Blob], mailbox: Mailbox
) -> tuple[list[_Letter], list[tuple[Blob, str, str]], int]:
    """Tell what is new, what is held back, and how many the mailbox has already."""
    pks = [blob.pk for blob in stored]
    had = set(Message.objects.filter(mailbox=mailbox, blob__in=pks).values_list("blob_id", flat=True))
    now = clock.now()
    fresh: list[_Letter] = []
    held: list[tuple[Blob, str, str]] = []
    duplicates = 0
    for raw, parsed, blob in zip(window.raws, window.parsed, stored, strict=True):
        if isinstance(parsed, Unreadable):
            held.append((blob, raw.place, parsed.reason))
        elif blob.pk in had:
            duplicates += 1
        else:
            had.add(blob.pk)
            fresh.append(_Letter(blob, parsed, parsed.date or now, refs_of(parsed)))
    return fresh, held, duplicates


def _add_messages(mailbox: Mailbox, letters: list[_Letter]) -> dict[str, Document]:
    """Insert messages in their threads and tell the index; return what the index is to hold of them."""
    if not letters:
        return {}
    threads = _threads_for(mailbox, letters)
    pks = bulk.reserve_ids(Message, len(letters))
    rows = [_row(pk, mailbox, letter, thread) for pk, letter, thread in zip(pks, letters, threads, strict=True)]
    bulk.insert(Message, MESSAGE_COLUMNS, rows)
    _freshen(set(threads))
    outbox.changed(KIND, pks, fresh=True)
    reading.ask(KIND, [letter.blob.pk for letter in letters if letter.parsed.attachments])
    made = [document(pk, mailbox.pk, letter.parsed, letter.at) for pk, letter in zip(pks, letters, strict=True)]
    return {found.key: found for found in made}


def _row(pk: int, mailbox: Mailbox, letter: _Letter, thread: int) -> tuple[object, ...]:
    parsed = letter.parsed
    return (
        pk,
        mailbox.pk,
        letter.blob.pk,
        thread,
        parsed.message_id[:MAX_MESSAGE_ID],
        parsed.subject,
        parsed.sender.name,
        parsed.sender.address,
        people_lines(parsed.to),
        people_lines(parsed.cc),
        letter.at,
        parsed.date is not None,
        parsed.preview,
        parsed.has_html,
        file_lines(parsed.attachments),
        letter.blob.size,
    )


def _threads_for(mailbox: Mailbox, letters: list[_Letter]) -> list[int]:
    """Find or make the thread of each letter, and merge threads that a letter shows to be one."""
    wanted = list({ref for letter in letters for ref in letter.refs})
    known: dict[str, int] = {}
    for start in range(0, len(wanted), LOOKUP):
        rows = ThreadRef.objects.filter(mailbox=mailbox, ref__in=wanted[start : start + LOOKUP])
        known.update(rows.values_list("ref", "thread_id"))
    strands = weave([letter.refs for letter in letters], known)
    new = [strand for strand in strands if not strand.threads]
    chosen = dict(zip(map(id, new), bulk.reserve_ids(Thread, len(new)), strict=True))
    bulk.insert(
        Thread,
        ("id", "mailbox", "last_at", "message_count"),
        [(chosen[id(strand)], mailbox.pk, max(letters[n].at for n in strand.letters), 0) for strand in new],
    )
    belongs: list[int] = [0] * len(letters)
    refs: list[tuple[int, str, int]] = []
    for strand in strands:
        thread = min(strand.threads) if strand.threads else chosen[id(strand)]
        _merge(strand, into=thread)
        for number in strand.letters:
            belongs[number] = thread
        refs += [(mailbox.pk, ref, thread) for ref in strand.refs if ref not in known]
    bulk.insert(ThreadRef, ("mailbox", "ref", "thread"), refs)
    return belongs


def _merge(strand: Strand, *, into: int) -> None:
    """Make several threads one; what pointed at any of them points at the one, and so does a hold."""
    others = strand.threads - {into}
    if not others:
        return
    holding.carry("thread", others, to_kind="thread", to=into)
    Message.objects.filter(thread__in=others).update(thread=into)
    ThreadRef.objects.filter(thread__in=others).update(thread=into)
    ThreadShare.objects.filter(thread__in=others).update(thread=into)
    Thread.objects.filter(pk__in=others).delete()


def _freshen(threads: set[int]) -> None:
    """Count the messages of these threads again, and when the last of them came."""
    inside = Message.objects.filter(thread=OuterRef("pk")).order_by().values("thread")
    Thread.objects.filter(pk__in=threads).update(
        message_count=Subquery(inside.annotate(n=Count("pk")).values("n")),
        last_at=Subquery(inside.annotate(last=Max("at")).values("last")),
    )


def _hold_back(run: ImportRun, held: list[tuple[Blob, str, str]]) -> None:
    now = clock.now()
    bulk.insert(
        HeldBack,
        ("mailbox", "run", "blob", "place", "reason", "at"),
        [(run.mailbox_id, run.pk, blob.pk, place[:500], reason, now) for blob, place, reason in held],
        ignore_conflicts=True,
    )


def _move_on(run: ImportRun, window: Window, stored: Sequence[Blob], figures: tuple[int, int, float]) -> None:
    """Count what was written and put the checkpoint behind it."""
    imported, duplicates, seconds = figures
    run.seen += len(stored)
    run.imported += imported
    run.duplicates += duplicates
    run.quarantined += len(stored) - imported - duplicates
    run.bytes_done = min(window.position, run.bytes_total)
    run.seconds += seconds
    run.digest = sha256("".join([run.digest, *(blob.sha256 for blob in stored)]).encode()).hexdigest()
    run.save(update_fields=["seen", "imported", "duplicates", "quarantined", "bytes_done", "seconds", "digest"])
