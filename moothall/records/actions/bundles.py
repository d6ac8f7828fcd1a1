"""Taking something out of the hall whole, and fixing something as a record."""

import tempfile
from functools import partial
from typing import BinaryIO, cast

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction

from moothall import audit, notices
from moothall.files import blobs
from moothall.files.models import Blob
from moothall.kit import clock
from moothall.kit.permissions import require
from moothall.people.models import User
from moothall.records import bundles, bundling
from moothall.records import tasks as work
from moothall.records.models import Bundle, DeclaredRecord

MADE = "records.bundle_made"
MAX_RECORD = 512 * 1024 * 1024  # bytes of one record's payload; what is larger is taken out as a bundle


class TooLarge(ValueError):  # noqa: N818  says what is the matter
    """What was to be fixed as one record holds more than one record may."""


@audit.act
def ask_for_bundle(*, by: User, thing: str, reason: str) -> Bundle:
    """Have a space, mailbox or asset written out whole; the worker does it, and tells when it is there."""
    found = _found(by, thing)
    require(bundling.may_export(by, thing))
    bundle = Bundle.objects.create(
        thing=thing, container=found.container, title=found.title[:200], reason=reason, asked_by=by
    )
    audit.record("bundle.asked_for", by=by, on=bundle, thing=thing, private={"reason": reason})
    transaction.on_commit(partial(work.make_bundle.enqueue, bundle.pk))
    return bundle


def make(pk: int) -> Bundle | None:
    """Write a bundle that was asked for, if whoever asked may still have it; made once, whoever calls."""
    bundle = Bundle.objects.waiting().select_related("asked_by").filter(pk=pk).first()
    if bundle is None:
        return None
    if not bundling.may_export(bundle.asked_by, bundle.thing):
        return _give_up(bundle, by=None, why="Whoever asked may no longer take it out.")
    with tempfile.TemporaryFile() as held:
        target = cast(BinaryIO, held)
        about = {
            "Source-Organization": settings.MOOTHALL_COUNCIL.name,
            "External-Identifier": bundle.thing,
            "External-Description": bundle.title,
            "Contact-Name": bundle.asked_by.name,
        }
        written = bundles.write(target, bundling.files(bundle.thing), name=bundle.file_name[:-4], about=about)
        blob = blobs.put_file(target)
    return _keep(bundle, by=bundle.asked_by, blob=blob, written=written)


@audit.act
def _keep(bundle: Bundle, *, by: User, blob: Blob, written: bundles.Written) -> Bundle:
    bundle = Bundle.objects.select_for_update().get(pk=bundle.pk)
    if bundle.made_at is not None:
        return bundle
    bundle.made_at, bundle.blob, bundle.digest = clock.now(), blob, written.digest
    bundle.files, bundle.size = written.files, written.size
    bundle.save(update_fields=["made_at", "blob", "digest", "files", "size"])
    notices.tell(MADE, people=[by.pk], subject=bundle.pk, place=bundle.container, by=None)
    audit.record("bundle.made", by=by, on=bundle, thing=bundle.thing, files=written.files, manifest=written.digest)
    return bundle


@audit.act
def _give_up(bundle: Bundle, *, by: User | None, why: str) -> None:
    Bundle.objects.filter(pk=bundle.pk, made_at__isnull=True).update(failed=why)
    audit.record("bundle.given_up", by=by, on=bundle, thing=bundle.thing)


@audit.act
def note_fetched(bundle: Bundle, *, by: User) -> None:
    """Put on record that a bundle left the hall."""
    require(bundle.asked_by_id == by.pk)
    audit.record("bundle.fetched", by=by, on=bundle, thing=bundle.thing)


def expire() -> int:
    """Let go of the bytes of bundles that may no longer be fetched; returns how many."""
    rows = Bundle.objects.filter(expires_at__lt=clock.now(), blob__isnull=False)
    return rows.update(blob=None)


@audit.act
def declare(*, by: User, thing: str, why: str, asset: str = "") -> DeclaredRecord:
    """Fix a thing as evidence, as it is at this moment, under an asset; its original goes on as before.

    Raises `TooLarge`. Who may read the thing may declare it and read the record.
    """
    found = _found(by, thing)
    require(not by.is_guest)
    with tempfile.TemporaryFile() as held:
        target = cast(BinaryIO, held)
        about = {
            "Source-Organization": settings.MOOTHALL_COUNCIL.name,
            "External-Identifier": thing,
            "External-Description": found.title,
            "Contact-Name": by.name,
        }
        written = bundles.write(target, bundling.files(thing), name=thing, about=about)
        if written.size > MAX_RECORD:
            raise TooLarge(f"It holds {written.size:,} bytes. Take it out as a bundle instead.")
        blob = blobs.put_file(target)
    record = DeclaredRecord.objects.create(
        thing=thing,
        container=found.container,
        title=found.title[:200],
        why=why,
        asset=asset,
        declared_by=by,
        blob=blob,
        digest=written.digest,
        files=written.files,
        size=written.size,
    )
    audit.record("record.declared", by=by, on=record, thing=thing, asset=asset, manifest=written.digest)
    return record


def _found(by: User, thing: str) -> bundling.Thing:
    """The thing, or a refusal: what one may not read one may neither take out nor declare."""
    found = bundling.find(by, thing)
    if found is None:
        raise PermissionDenied
    return found
