"""Keeping bytes: put them once, get them back verified."""

import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import BinaryIO, Protocol, cast

import zstandard
from django.core.files.base import File
from django.db import transaction

from moothall.kit import clock

from . import bulk, packs
from .models import Blob, Encoding, Pack

_COLUMNS = ("id", "sha256", "size", "pack_id", "offset", "stored_size", "encoding", "created")
_LOOKUP = 5000  # digests in one query; SQLite takes 32,766 parameters
_CHUNK = 1024 * 1024
IN_MEMORY = 8 * 1024 * 1024  # what is larger goes through a temporary file


class Damaged(Exception):  # noqa: N818  says what the blob is
    """The stored bytes of a blob are missing or are no longer what was put."""

    def __init__(self, blob: Blob, reason: str) -> None:
        super().__init__(f"Blob {blob.pk} (SHA-256 {blob.sha256}) is damaged: {reason}")
        self.blob = blob
        self.reason = reason


class Readable(Protocol):
    """Anything bytes can be read from: an upload, an open file."""

    def read(self, size: int = ..., /) -> bytes: ...


def put(data: bytes) -> Blob:
    """Keep these bytes, or find them when they are kept already."""
    return put_many([data])[0]


def put_many(items: Sequence[bytes]) -> list[Blob]:
    """Keep all these bytes in as few files as sensible; give a blob for each, in the same order."""
    digests = packs.digests(items)
    known = find(digests)
    fresh = {digest: item for digest, item in zip(digests, items, strict=True) if digest not in known}
    if fresh:
        # Sorted, so that two writers meeting on the same blobs wait for one another instead of deadlocking.
        known |= _store({digest: fresh[digest] for digest in sorted(fresh)})
    return [known[digest] for digest in digests]


def put_stream(fileobj: Readable) -> Blob:
    """Keep everything an open file still has to give, never holding more than a few megabytes in memory."""
    with tempfile.SpooledTemporaryFile(max_size=IN_MEMORY) as held:
        digest, size = sha256(), 0
        while part := fileobj.read(_CHUNK):
            digest.update(part)
            held.write(part)
            size += len(part)
        held.seek(0)
        if size <= IN_MEMORY:
            return put(held.read())
        sha = digest.hexdigest()
        known = find([sha])
        return known[sha] if known else _store_large(cast(BinaryIO, held), sha=sha, size=size)


def put_file(file: BinaryIO, *, scratch: Path | None = None) -> Blob:
    """Keep a whole open file that can be read twice; what is squeezed meanwhile lies in the folder `scratch`."""
    digest, size = sha256(), 0
    file.seek(0)
    while part := file.read(_CHUNK):
        digest.update(part)
        size += len(part)
    file.seek(0)
    if size <= IN_MEMORY:
        return put(file.read())
    sha = digest.hexdigest()
    known = find([sha])
    return known[sha] if known else _store_large(file, sha=sha, size=size, scratch=scratch)


def find(digests: Iterable[str]) -> dict[str, Blob]:
    """Give the blobs that are kept already, by digest."""
    wanted = list(dict.fromkeys(digests))
    found: dict[str, Blob] = {}
    for start in range(0, len(wanted), _LOOKUP):
        for blob in Blob.objects.filter(sha256__in=wanted[start : start + _LOOKUP]):
            found[blob.sha256] = blob
    return found


def read(blob: Blob) -> bytes:
    """Give the bytes of a blob; Damaged when they are not what was put."""
    return next(iter(_read_all([blob])))[1]


def read_many(blobs: Iterable[Blob]) -> dict[int, bytes]:
    """Give the bytes of several blobs by primary key, each pack opened once and read in order."""
    return {blob.pk: data for blob, data in _read_all(blobs)}


def open_(blob: Blob) -> BinaryIO:
    """Give a verified blob as an open file; a large one goes through a temporary file, not through memory."""
    if blob.size <= IN_MEMORY:
        return BytesIO(read(blob))
    held = cast(BinaryIO, tempfile.TemporaryFile())  # noqa: SIM115  the caller closes it
    try:
        _copy_verified(blob, held)
    except BaseException:
        held.close()
        raise
    held.seek(0)
    return held


def _store(fresh: dict[str, bytes]) -> dict[str, Blob]:
    """Write packs, then their rows. A crash between the two leaves a file without rows, which compaction removes."""
    names = list(fresh)
    stored: dict[str, Blob] = {}
    for layout in packs.lay_out(list(fresh.values())):
        name = packs.write(layout.data)
        shas = [names[laid.position] for laid in layout.laid]
        blobs = [
            Blob(
                sha256=sha,
                size=len(fresh[sha]),
                offset=laid.offset,
                stored_size=laid.stored_size,
                encoding=laid.encoding,
                created=clock.now(),
            )
            for sha, laid in zip(shas, layout.laid, strict=True)
        ]
        stored |= _add_rows(name, len(layout.data), blobs)
    return stored


def _add_rows(name: str, size: int, blobs: list[Blob]) -> dict[str, Blob]:
    """Write the rows of one pack; where another process was first with the same bytes, its blob is the one."""
    with transaction.atomic():
        pack = Pack.objects.create(name=name, size=size)
        for blob, pk in zip(blobs, bulk.reserve_ids(Blob, len(blobs)), strict=True):
            blob.pk, blob.pack = pk, pack
        rows = [[getattr(blob, column) for column in _COLUMNS] for blob in blobs]
        taken = bulk.insert(Blob, _COLUMNS, rows, ignore_conflicts=True)
        if taken == len(blobs):
            for blob in blobs:
                blob._state.adding = False
            return {blob.sha256: blob for blob in blobs}
        if not taken:
            pack.delete()
            transaction.on_commit(lambda: packs.remove(name))
        return find(blob.sha256 for blob in blobs)


def _store_large(held: BinaryIO, *, sha: str, size: int, scratch: Path | None = None) -> Blob:
    with tempfile.TemporaryFile(dir=scratch) as squeezed:
        zstandard.ZstdCompressor(level=packs.LEVEL, threads=packs.THREADS).copy_stream(held, squeezed, size=size)
        stored_size = squeezed.tell()
        helps = stored_size < size
        chosen = squeezed if helps else held
        chosen.seek(0)
        name = packs.write_file(File(chosen))
    blob = Blob(
        sha256=sha,
        size=size,
        offset=0,
        stored_size=stored_size if helps else size,
        encoding=Encoding.ZSTD if helps else Encoding.IDENTITY,
        created=clock.now(),
    )
    return _add_rows(name, blob.stored_size, [blob])[sha]


def _read_all(blobs: Iterable[Blob]) -> Iterator[tuple[Blob, bytes]]:
    by_pack: defaultdict[int, list[Blob]] = defaultdict(list)
    for blob in blobs:
        by_pack[blob.pack_id].append(blob)
    names = dict(Pack.objects.filter(pk__in=by_pack).values_list("pk", "name"))
    for pack_id, members in by_pack.items():
        members.sort(key=lambda blob: blob.offset)
        try:
            if pack_id not in names:
                raise FileNotFoundError
            with closing(packs.open_pack(names[pack_id])) as file:
                yield from [(blob, _read_one(file, blob)) for blob in members]
        except FileNotFoundError:
            yield from [(blob, _read_moved(blob)) for blob in members]


def _read_moved(blob: Blob) -> bytes:
    """Read a blob whose pack was not where its row said: compaction may have moved it since that row was read."""
    row, file = _open_wherever(blob)
    with closing(file):
        return _read_one(file, row)


def read_stored(file: BinaryIO, blob: Blob) -> bytes:
    """Give a blob's bytes as they are stored, once they have been verified; Damaged when they are not what was put."""
    file.seek(blob.offset)
    stored = file.read(blob.stored_size)
    _verified(stored, blob)
    return stored


def _read_one(file: BinaryIO, blob: Blob) -> bytes:
    file.seek(blob.offset)
    return _verified(file.read(blob.stored_size), blob)


def _verified(stored: bytes, blob: Blob) -> bytes:
    try:
        data = packs.expand(stored, size=blob.size, encoding=blob.encoding)
    except ValueError as error:
        raise Damaged(blob, str(error)) from error
    if sha256(data).hexdigest() != blob.sha256:
        raise Damaged(blob, "its bytes have changed.")
    return data


def _copy_verified(blob: Blob, target: BinaryIO) -> None:
    digest = sha256()
    try:
        for part in _stream(blob):
            digest.update(part)
            target.write(part)
    except zstandard.ZstdError as error:
        raise Damaged(blob, str(error)) from error
    if digest.hexdigest() != blob.sha256:
        raise Damaged(blob, "its bytes have changed.")


def _stream(blob: Blob) -> Iterator[bytes]:
    """Give a blob's bytes in parts, and no more of them than it has."""
    row, file = _open_wherever(blob)
    with closing(file):
        file.seek(row.offset)
        # The reader stops by itself at the end of this blob's frame.
        source = zstandard.ZstdDecompressor().stream_reader(file) if row.encoding == Encoding.ZSTD else file
        left = row.size
        while left and (part := source.read(min(left, _CHUNK))):
            left -= len(part)
            yield part


def _open_wherever(blob: Blob) -> tuple[Blob, BinaryIO]:
    """Open the pack a blob lies in now, and give its present row; compaction may move it between the two steps."""
    for _attempt in range(2):
        row = Blob.objects.select_related("pack").filter(pk=blob.pk).first()
        if row is None:
            break
        try:
            return row, packs.open_pack(row.pack.name)
        except FileNotFoundError:
            continue
    raise Damaged(blob, "its pack is missing from the storage.")
