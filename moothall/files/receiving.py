"""Files on their way in: begun, sent part by part, finished, given up; and used by the act of another room.

None of this is an act on the record. A file becomes part of the hall when an act uses it, and that act says so.
What is acknowledged is on the disk: a part is written and flushed before its end is written down, and an upload that
was cut off, by a dead web process or a power cut, goes on at the last end that was written down.
"""

import fcntl
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256
from http import HTTPStatus
from pathlib import Path
from typing import BinaryIO, cast
from uuid import UUID

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from moothall.kit import clock
from moothall.kit.registries import Person

from . import allowance, blobs, sniffing
from .kinds import UploadKind
from .models import LIFETIME, Blob, Upload
from .refusals import Refused, a_full_disk_in_words, no_such_upload
from .uploads import clean_name

PART = 8 * 1024 * 1024  # bytes in every part but the last


def begin(person: Person, *, kind: UploadKind, name: str, size: int) -> Upload:
    """Make a place for a file; raises `Refused` when it is too large, or there is no room for it."""
    name = clean_name(name)
    allowance.check_size(name, size, most=kind.most())
    allowance.check_disk(2 * size)  # its parts, and for a moment the finished file beside them
    with transaction.atomic():
        allowance.check_quotas(person, name=name, size=size, kind=kind)
        return Upload.objects.create(owner_id=person.pk, kind=kind.key, name=name, size=size)


def take_part(upload: Upload, *, offset: int, data: bytes, digest: str) -> Upload:
    """Add one part, and return when it is on the disk for good.

    Raises `Refused`: 409 with the right offset for any other place than where the upload stands, 422 for a part that is
    not whole or was spoilt on the way, 507 when the disk is full.
    """
    if sha256(data).hexdigest() != digest.lower():
        raise Refused(_("This part was spoilt on the way. Send it again."), HTTPStatus.UNPROCESSABLE_ENTITY)
    with _held(upload.pk) as (now, file):
        if now.is_finished or offset != now.received:
            raise Refused(_("This upload stands at another place."), HTTPStatus.CONFLICT, offset=now.received)
        if len(data) != min(PART, now.size - now.received):
            raise Refused(_("This part is too short or too long."), HTTPStatus.UNPROCESSABLE_ENTITY, offset=offset)
        _check_whole(now, file)
        allowance.check_disk(len(data))
        _write(file, data, at=offset)
        with a_full_disk_in_words():
            now.received, now.expires = offset + len(data), clock.now() + LIFETIME
            now.save(update_fields=["received", "expires"])
        return now


def finish(upload: Upload, *, digest: str = "", digest_of_parts: str = "") -> Upload:
    """Check that everything came, and keep it; done twice, it is done once.

    The sender gives the SHA-256 of the whole, or that of the digests of its parts, one after the other.
    Raises `Refused`; when a hash is wrong, the upload is given up, for nobody can say which bytes are.
    """
    with _held(upload.pk) as (now, file):
        if now.is_finished:
            return now
        _check_whole(now, file)
        if now.received != now.size:
            raise Refused(_("There are parts to come."), HTTPStatus.CONFLICT, offset=now.received)
        whole, parts = _digests(file)
        if not (digest or digest_of_parts) or (digest or whole) != whole or (digest_of_parts or parts) != parts:
            _give_up(now)
            words = _("“%(name)s” was not received as it was sent. Choose the file again.") % {"name": now.name}
            raise Refused(words, HTTPStatus.UNPROCESSABLE_ENTITY)
        allowance.check_disk(now.size)
        file.seek(0)
        now.content_type = sniffing.kind_of(file, name=now.name)
        with a_full_disk_in_words():
            _keep(now, lambda: blobs.put_file(file, scratch=_folder()))
        _path(now.pk).unlink(missing_ok=True)
        return now


def abandon(upload: Upload) -> None:
    """Give an upload up, at whatever stage it is; a post that used it keeps its file."""
    with _held(upload.pk) as (now, _file):
        _give_up(now)


def keep(file: UploadedFile[bytes], *, person: Person, kind: UploadKind) -> Upload:
    """Keep a file that a plain form brought, as an upload that is finished; raises `Refused`."""
    name, size = clean_name(file.name or ""), file.size or 0
    allowance.check_size(name, size, most=kind.plain())
    allowance.check_disk(2 * size)
    content_type = sniffing.kind_of(cast(BinaryIO, file), name=name)
    with transaction.atomic():
        allowance.check_quotas(person, name=name, size=size, kind=kind)
    made = Upload(owner_id=person.pk, kind=kind.key, name=name, size=size, received=size, content_type=content_type)
    with a_full_disk_in_words():
        _keep(made, lambda: blobs.put_file(cast(BinaryIO, file), scratch=_folder()))
    return made


def use(uploads: Iterable[Upload], *, by: Person) -> list[tuple[Upload, Blob]]:
    """Give finished uploads with their bytes, locked, in the same order, to the act that makes something of them.

    Raises `Refused` when one is gone, is not finished, or is somebody else's.
    """
    wanted = [upload.pk for upload in uploads]
    found = {
        upload.pk: upload
        for upload in Upload.objects.visible_to(by)
        .finished()
        .filter(pk__in=wanted)
        .order_by("pk")
        .select_for_update(of=("self",))
        .select_related("blob")
    }
    if len(found) != len(set(wanted)):
        raise no_such_upload()
    return [(found[pk], found[pk].kept) for pk in wanted]


def _keep(upload: Upload, put: Callable[[], Blob]) -> None:
    """Put the bytes outside any transaction, then hold them by a row; the collector never takes what a row holds."""
    for _attempt in range(3):
        blob = put()
        with transaction.atomic():
            # Between the two steps the collector may have taken bytes that were there already.
            if Blob.objects.select_for_update().filter(pk=blob.pk).exists():
                upload.blob, upload.expires = blob, clock.now() + LIFETIME
                upload.save()
                return
    raise Blob.DoesNotExist


@contextmanager
def _held(pk: UUID) -> Iterator[tuple[Upload, BinaryIO]]:
    """Hold an upload to ourselves by a lock on its file: no transaction is open, and a dead process lets go."""
    path = _path(pk)
    with a_full_disk_in_words():
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    with os.fdopen(descriptor, "r+b", buffering=0) as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as busy:
            now = Upload.objects.filter(pk=pk).first()
            words = _("Another tab or window is sending this file just now.")
            raise Refused(words, HTTPStatus.CONFLICT, offset=now.received if now else 0) from busy
        now = Upload.objects.filter(pk=pk).first()
        if now is None:
            path.unlink(missing_ok=True)
            raise no_such_upload()
        yield now, cast(BinaryIO, file)
        if now.is_finished:
            path.unlink(missing_ok=True)


def _give_up(upload: Upload) -> None:
    path = _path(upload.pk)  # a row that is deleted forgets its key
    upload.delete()
    path.unlink(missing_ok=True)


def _check_whole(upload: Upload, file: BinaryIO) -> None:
    """What was acknowledged must be there; a hall that was restored from a copy has no unfinished parts."""
    if os.fstat(file.fileno()).st_size < upload.received:
        _give_up(upload)
        raise no_such_upload()


def _write(file: BinaryIO, data: bytes, *, at: int) -> None:
    """Write a part behind what is acknowledged and flush it; on a full disk nothing of it stays."""
    with a_full_disk_in_words():
        try:
            os.truncate(file.fileno(), at)  # whatever a process that died wrote and never acknowledged
            left, place = memoryview(data), at
            while left:
                written = os.pwrite(file.fileno(), left, place)
                left, place = left[written:], place + written
            os.fsync(file.fileno())
            if not at:
                _settle_folder()
        except OSError:
            with suppress(OSError):
                os.truncate(file.fileno(), at)
            raise


def _digests(file: BinaryIO) -> tuple[str, str]:
    """The SHA-256 of a whole file, and that of the digests of its parts one after the other."""
    whole, parts = sha256(), sha256()
    file.seek(0)
    while part := file.read(PART):
        whole.update(part)
        parts.update(sha256(part).digest())
    return whole.hexdigest(), parts.hexdigest()


def _folder() -> Path:
    folder: Path = settings.MOOTHALL_DATA / "uploads"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


def _path(pk: UUID) -> Path:
    return _folder() / f"{pk}.part"


def _settle_folder() -> None:
    handle = os.open(_folder(), os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
