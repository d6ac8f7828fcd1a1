"""Run an import from its checkpoint to its end, and say what came of it."""

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.utils.translation import gettext as _

from moothall import audit
from moothall.files import blobs
from moothall.kit import clock
from moothall.mail import telling
from moothall.mail.boxes import Source, SourceError, open_path, open_stream
from moothall.mail.importing import locks
from moothall.mail.importing.ahead import Budget, ahead
from moothall.mail.importing.windows import Window, cut, parse
from moothall.mail.importing.writing import PausedError, write
from moothall.mail.models import ImportRun
from moothall.policies import gate
from moothall.search import writer
from moothall.search.sources import Document

log = logging.getLogger(__name__)

BUDGET = 96 * 1024 * 1024
INDEX_AT = 32 * 1024 * 1024
"""Characters of text that wait at most before they are handed to the index."""
INDEX_EVERY = 5.0
"""Seconds after which what was brought in is made findable, however little it is."""

Progress = Callable[[ImportRun], None]


class AlreadyRunningError(Exception):
    """Another process is bringing in the same run."""


def run_import(run_pk: int, *, progress: Progress = lambda _run: None) -> ImportRun:
    """Bring in what is left of a run; returns when all of it can be found by search.

    A source that cannot be read ends the run as failed, with the reason; what is not expected does so too, and is
    raised. Killed at any moment, the next call goes on behind the last window that was committed.
    """
    with locks.held(run_pk) as mine:
        if not mine:
            raise AlreadyRunningError
        run = ImportRun.objects.get(pk=run_pk)
        if run.is_over or run.paused_at:
            return run
        ImportRun.objects.filter(pk=run_pk).update(started_at=clock.now())
        try:
            _require_acknowledged(run)
            with _opened(run) as source:
                _refuse_another(run, source)
                ImportRun.objects.filter(pk=run_pk).update(bytes_total=source.total)
                _bring_in(source, run, progress)
                return _finish(run_pk, source)
        except PausedError:
            return ImportRun.objects.get(pk=run_pk)
        except gate.GateClosed as closed:
            return _fail(run_pk, closed.words)
        except SourceError as error:
            return _fail(run_pk, str(error))
        except Exception as error:
            log.exception("Import %s broke off", run_pk)
            _fail(
                run_pk,
                _("It broke off unexpectedly (%(kind)s). Try again: what is in stays in.")
                % {"kind": type(error).__name__},
            )
            raise


def _require_acknowledged(run: ImportRun) -> None:
    """Refuse what whoever asked for it may no longer do: the worker may come to it long after."""
    people = [run.by] if run.by is not None else run.mailbox.answering()
    gate.require_any(people, gate.Capability.IMPORT_MAIL, run.mailbox.container)


def _refuse_another(run: ImportRun, source: Source) -> None:
    """Refuse to go on in a source that has changed: skipping what was seen of the old one would lose mail."""
    if run.seen and run.bytes_total != source.total:
        raise SourceError(_("%(name)s has changed since this import began. Bring it in anew.") % {"name": source.name})


@contextmanager
def _opened(run: ImportRun) -> Iterator[Source]:
    """Open the run's source, a file that was uploaded or a path on this machine."""
    if run.upload is not None:
        source = open_stream(blobs.open_(run.upload), name=run.source_name, total=run.upload.size)
    else:
        source = open_path(Path(run.path))
    try:
        yield source
    finally:
        source.close()


class _Index:
    """Documents on their way into the index."""

    def __init__(self) -> None:
        self.waiting: dict[str, Document] = {}
        self.size = 0
        self.last = time.monotonic()

    def add(self, documents: dict[str, Document]) -> None:
        """Take documents; hand them on when there are many, or when they have waited long enough."""
        self.waiting |= documents
        self.size += sum(len(found.body) for found in documents.values())
        if self.size > INDEX_AT or time.monotonic() - self.last > INDEX_EVERY:
            self.flush()

    def flush(self) -> None:
        """Return when everything taken can be found; if another process is indexing, when that has done it."""
        while not writer.drain(self.waiting, wait=5) and writer.pending("mail"):
            continue
        self.waiting, self.size, self.last = {}, 0, time.monotonic()


def _bring_in(source: Source, run: ImportRun, progress: Progress) -> None:
    """Move windows through the stages: one thread reads, one parses, this one writes."""
    writer.drain()  # a hall without an index gets one now; later it would be made by reading all this mail again
    budget = Budget(BUDGET)
    index = _Index()
    clock_at = time.monotonic()

    def windows() -> Iterator[Window]:
        return cut(source, skip=run.seen, budget=budget, wanted=lambda: not budget.stopped)

    try:
        with (
            ahead(windows, depth=1, name="mail-read") as raw,
            ahead(lambda: parse(raw), depth=1, name="mail-parse") as parsed,
        ):
            try:
                for window in parsed:
                    now = time.monotonic()
                    written = write(window, run_pk=run.pk, seconds=now - clock_at)
                    clock_at = now
                    budget.give_back(window.size)
                    index.add(written.documents)
                    progress(written.run)
            finally:
                budget.stop()
    finally:
        index.flush()


def _finish(run_pk: int, source: Source) -> ImportRun:
    """Put the run to its end and on record: one entry, however many messages."""
    with audit.acting():
        run = ImportRun.objects.select_for_update(of=("self",)).select_related("mailbox", "by").get(pk=run_pk)
        run.finished_at = clock.now()
        run.bytes_done = run.bytes_total
        run.ended_early = " ".join(source.troubles[:20])[:4000]
        run.upload = None
        run.save(update_fields=["finished_at", "bytes_done", "ended_early", "upload"])
        audit.record(
            "mail.imported",
            by=run.by,
            on=run.mailbox,
            run=run.pk,
            seen=run.seen,
            imported=run.imported,
            duplicates=run.duplicates,
            quarantined=run.quarantined,
            digest=run.digest,
        )
        telling.ended(run)
    return run


def _fail(run_pk: int, reason: str) -> ImportRun:
    """End the run as failed; it can be tried again."""
    with audit.acting():
        run = ImportRun.objects.select_for_update(of=("self",)).select_related("mailbox", "by").get(pk=run_pk)
        run.failed_at = clock.now()
        run.failure = reason
        run.save(update_fields=["failed_at", "failure"])
        audit.record("mail.import_failed", by=run.by, on=run.mailbox, run=run.pk, seen=run.seen)
        telling.ended(run)
    return run
