"""The one writer of the index: draining the outbox, rebuilding, and the worker's loop."""

import contextlib
import fcntl
import logging
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import islice
from typing import Protocol

import tantivy
from django.db import DatabaseError, close_old_connections, transaction
from django.db.models import QuerySet

from moothall.kit import clock

from . import index
from .index import IndexUnusable
from .models import OutboxRow
from .sources import Document, Source, sources, split_key

log = logging.getLogger(__name__)

HEAP = 100_000_000  # bytes the engine may hold before it writes a segment
THREADS = 2
PASS_ROWS = 20_000  # outbox rows between two commits of the index
CHUNK = 500  # things read from their room at once
_DELETE = 5000
POLL = 0.25  # seconds between two looks at the outbox
PATIENCE = 10.0  # seconds the worker leaves to an import to index its own mail, which it need not read again
LOOK = 10.0  # seconds between two looks whether the index still opens
_LOCK_POLL = 0.02


class Stop(Protocol):
    """What the worker's loop asks whether to end: a threading.Event will do."""

    def is_set(self) -> bool: ...
    def wait(self, timeout: float | None = None) -> bool: ...


def pending(kind: str | None = None) -> int:
    """Count the outbox rows that wait to be indexed."""
    rows = _waiting()
    return rows.filter(kind=kind).count() if kind else rows.count()


def drain(prepared: Mapping[str, Document] | None = None, *, wait: float = 0, patience: float = 0) -> int:
    """Index what the outbox holds and return the number of rows done; 0 when another process is writing.

    Waits up to `wait` seconds for that other writer. A prepared document is used where the outbox says that its thing
    is fresh and has not changed since; everything else is read from its room. Rows of fresh things are left to their
    maker, who has them prepared, for `patience` seconds. Raises IndexUnusable.
    """
    if not _waiting(patience).exists() and _built():
        return 0
    with _writer_lock(wait) as held:
        if not held:
            return 0
        if not _built():
            _rebuild(lambda _done: None)
        done = 0
        while rows := _drain_pass(prepared or {}, patience):
            done += rows
        return done


def rebuild(*, wait: float = 60, progress: Callable[[int], None] = lambda _done: None) -> int:
    """Build a new index from the rooms, put it in place of the old one, and return the number of things in it."""
    with _writer_lock(wait) as held:
        if not held:
            raise TimeoutError("Another process is writing the index. Try again when it has finished.")
        return _rebuild(progress)


def forget(*, wait: float = 60) -> None:
    """Make sure that the index's files hold nothing that was deleted: the engine only marks it, until it merges.

    A generation with such marks is replaced by one built anew. Raises TimeoutError when another process is writing.
    """
    drain(wait=wait)
    if pending():
        raise TimeoutError("The index still has to hear of what was deleted. Try again when it has.")
    if index.has_deleted():
        rebuild(wait=wait)


def run_until(stop: Stop) -> None:
    """Keep the index up with the outbox until told to stop; mend what can be mended and go on."""
    looked = float("-inf")
    while not stop.is_set():
        try:
            close_old_connections()
            if time.monotonic() - looked > LOOK:
                looked = time.monotonic()
                index.open_folder(index.current())
            drain(patience=PATIENCE)
        except IndexUnusable as error:
            log.warning("%s It is being rebuilt now.", error)
            _mend()
        except DatabaseError:
            log.exception("The search outbox could not be read; trying again.")
        stop.wait(POLL)


def _mend() -> None:
    try:
        rebuild()
    except Exception:
        log.exception("The search index could not be rebuilt; trying again.")


def _built() -> bool:
    """Whether there is an index of this version, filled from every room that is on.

    A hall that has none gets one from its rooms, not from the outbox; so does one in which a room was off when the
    index was built and is on again.
    """
    try:
        told = index.told_sources(index.current())
    except IndexUnusable:
        return False
    return all(source.key in told for source in sources)


def _waiting(patience: float = 0) -> QuerySet[OutboxRow]:
    """Give the rows of the rooms that are on; those of a room that is off wait until it is back."""
    rows = OutboxRow.objects.filter(kind__in=[source.key for source in sources])
    if not patience:
        return rows
    now, left = clock.now(), timedelta(seconds=patience)
    return rows.exclude(fresh=True, created__range=(now - left, now + left))  # no later: of a clock that was ahead


@contextlib.contextmanager
def _writer_lock(wait: float) -> Iterator[bool]:
    """Hold the lock that makes this process the only writer; the system lets go of it however the process ends."""
    index.root().mkdir(parents=True, exist_ok=True)
    deadline = time.monotonic() + wait
    with (index.root() / "writer.lock").open("w") as file:
        while not _try_lock(file.fileno()):
            if time.monotonic() >= deadline:
                yield False
                return
            time.sleep(_LOCK_POLL)
        yield True


def _try_lock(handle: int) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


@contextlib.contextmanager
def _writing(opened: tantivy.Index) -> Iterator[tantivy.IndexWriter]:
    """Open the engine's writer and let go of its threads and its lock afterwards, whatever happens.

    What a killed writer had begun is swept away first: the engine refuses to write a file that is there already.
    """
    with index.engine_errors():
        writer = opened.writer(HEAP, THREADS)
        writer.garbage_collect_files()
    try:
        yield writer
    finally:
        with index.engine_errors():
            writer.wait_merging_threads()


def _drain_pass(prepared: Mapping[str, Document], patience: float) -> int:
    """Index one pass of rows, commit the index, and only then delete exactly the rows that were seen."""
    # Durable: rows of a transaction that may still be rolled back must not be indexed.
    with transaction.atomic(durable=True):
        rows = list(_waiting(patience).order_by("pk").values_list("pk", "kind", "ref", "fresh")[:PASS_ROWS])
    if not rows:
        return 0
    told = Counter((kind, ref) for _pk, kind, ref, _fresh in rows)
    trusted = {(kind, ref) for _pk, kind, ref, fresh in rows if fresh and told[kind, ref] == 1}
    opened = index.open_folder(index.current())
    with _writing(opened) as writer:
        target = _Target(writer, opened.searcher())
        for kind, refs in _by_kind(told).items():
            source = sources.get(kind)
            if source is not None:
                _index_kind(target, source, refs, {ref for ref in refs if (kind, ref) in trusted}, prepared)
        with index.engine_errors():
            writer.commit()
    pks = [row[0] for row in rows]
    for start in range(0, len(pks), _DELETE):
        OutboxRow.objects.filter(pk__in=pks[start : start + _DELETE]).delete()
    return len(rows)


def _by_kind(told: Iterable[tuple[str, int]]) -> Mapping[str, list[int]]:
    refs: defaultdict[str, list[int]] = defaultdict(list)
    for kind, ref in told:
        refs[kind].append(ref)
    return refs


@dataclass(frozen=True, slots=True)
class _Target:
    """The index being written, and what it held when the pass began."""

    writer: tantivy.IndexWriter
    before: tantivy.Searcher

    def replace(self, key: str, document: Document | None) -> None:
        """Take a thing out, where it is in, and put it in as it is now, where it still is."""
        # Looked up first: a deletion is tried on every segment, and most of what comes is new. A key comes once a pass.
        if self.before.doc_freq("key", key):
            self.writer.delete_documents_by_term("key", key)
        if document is not None:
            self.writer.add_document(index.entry(document))


def _index_kind(
    target: _Target,
    source: Source,
    refs: Sequence[int],
    trusted: set[int],
    prepared: Mapping[str, Document],
) -> None:
    """Replace what the index holds of these things; what its room does not give is only deleted."""
    for chunk in _chunks(refs):
        made = {ref: prepared[key] for ref in chunk if ref in trusted and (key := f"{source.key}:{ref}") in prepared}
        made |= _documents(source, [ref for ref in chunk if ref not in made])
        with index.engine_errors():
            for ref in chunk:
                target.replace(f"{source.key}:{ref}", made.get(ref))


def _documents(source: Source, refs: Sequence[int]) -> dict[int, Document]:
    """Ask a room for its documents; one that cannot be made is logged and left out, and holds up no other."""
    if not refs:
        return {}
    try:
        made = {split_key(document.key): document for document in source.documents(refs)}
    except DatabaseError:
        raise
    except Exception:
        if len(refs) == 1:
            log.exception("%s:%s cannot be indexed; check_index will list it.", source.key, refs[0])
            return {}
        return {ref: document for one in refs for ref, document in _documents(source, [one]).items()}
    return {ref: made[source.key, ref] for ref in refs if (source.key, ref) in made}


def _rebuild(progress: Callable[[int], None]) -> int:
    """Fill a new generation and make it the current one. The outbox stays as it is: what it holds is indexed again."""
    folder, fresh = index.create_folder()
    done, asked = 0, list(sources)
    index.tell_sources(folder, [source.key for source in asked])
    with _writing(fresh) as writer:
        for source in asked:
            for chunk in _chunks(source.ids(0)):
                documents = _documents(source, chunk)
                with index.engine_errors():
                    for document in documents.values():
                        writer.add_document(index.entry(document))
                done += len(documents)
                progress(done)
        with index.engine_errors():
            writer.commit()
    index.make_current(folder)
    index.remove_others(folder)
    return done


def _chunks(refs: Iterable[int]) -> Iterator[list[int]]:
    left = iter(refs)
    while chunk := list(islice(left, CHUNK)):
        yield chunk
