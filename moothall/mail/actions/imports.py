"""Bring mail in: start, pause, go on."""

from functools import partial
from pathlib import Path

from django.db import transaction

from moothall import audit
from moothall.files import receiving
from moothall.files.models import Upload
from moothall.kit import clock
from moothall.kit.permissions import require
from moothall.mail import permissions, tasks
from moothall.mail.boxes import SourceError, open_path
from moothall.mail.importing import is_running
from moothall.mail.models import ImportRun, Mailbox
from moothall.people.models import User
from moothall.policies import gate


@audit.act
def upload(mailbox: Mailbox, *, by: User, file: Upload) -> ImportRun:
    """Have the worker bring in a mailbox that was uploaded."""
    require(permissions.can_bring_in(by, mailbox))
    gate.require(by, gate.Capability.IMPORT_MAIL, mailbox.container)
    [(file, blob)] = receiving.use([file], by=by)
    run = ImportRun.objects.create(mailbox=mailbox, by=by, source_name=file.name, upload=blob, bytes_total=file.size)
    audit.record("mail.import_started", by=by, on=mailbox, run=run.pk)
    transaction.on_commit(partial(tasks.bring_in.enqueue, run.pk))
    return run


def begin_from_path(mailbox: Mailbox, path: Path) -> tuple[ImportRun, bool]:
    """Return the run that brings in a path on this machine, and whether it goes on with one that was broken off.

    Whoever types the command, the custodians answer for it: raises `GateClosed` while something stops them all.
    """
    gate.require_any(mailbox.answering(), gate.Capability.IMPORT_MAIL, mailbox.container)
    place = str(path.resolve())
    earlier = mailbox.imports.unfinished().filter(path=place, paused_at=None).order_by("-pk").first()
    if earlier is not None and not is_running(earlier.pk) and earlier.bytes_total in (0, _size(path)):
        return earlier, True
    with audit.acting():
        run = ImportRun.objects.create(mailbox=mailbox, source_name=path.resolve().name[:255], path=place)
        audit.record("mail.import_started", by=None, on=mailbox, run=run.pk)
    return run, False


def _size(path: Path) -> int:
    """Measure a source, to tell whether it is still the one that was begun."""
    try:
        source = open_path(path)
    except SourceError:
        return 0
    source.close()
    return source.total


@audit.act
def pause(run: ImportRun, *, by: User) -> ImportRun:
    """Have an import stop behind what it is writing now."""
    run = ImportRun.objects.select_for_update().select_related(None).get(pk=run.pk)
    require(permissions.can_bring_in(by, run.mailbox))
    if run.is_over or run.paused_at:
        return run
    run.paused_at = clock.now()
    run.save(update_fields=["paused_at"])
    audit.record("mail.import_paused", by=by, on=run.mailbox, run=run.pk)
    return run


@audit.act
def go_on(run: ImportRun, *, by: User | None) -> ImportRun:
    """Have an import that was paused, broke off or failed go on behind what is in already."""
    run = ImportRun.objects.select_for_update().select_related(None).get(pk=run.pk)
    require(by is None or permissions.can_bring_in(by, run.mailbox))
    people = run.mailbox.answering() if by is None else [by]
    gate.require_any(people, gate.Capability.IMPORT_MAIL, run.mailbox.container)
    if run.finished_at:
        return run
    run.paused_at = run.failed_at = run.started_at = None
    run.failure = ""
    run.queued_at = clock.now()
    run.save(update_fields=["paused_at", "failed_at", "started_at", "failure", "queued_at"])
    audit.record("mail.import_resumed", by=by, on=run.mailbox, run=run.pk)
    transaction.on_commit(partial(tasks.bring_in.enqueue, run.pk))
    return run
