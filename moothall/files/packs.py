"""Pack files: laying blobs out one after the other, writing the file once, and finding what no row points at."""

import os
import uuid
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO, cast

import zstandard
from django.core.files.base import ContentFile, File
from django.core.files.storage import Storage, storages

from .models import Encoding

LEVEL = 1
THREADS = 2
LARGE = 256 * 1024  # a blob stored in this many bytes or more lies alone: compaction never has to copy it
PACK_LIMIT = 64 * 1024 * 1024
_WORTH_IT = 0.95  # keep the compressed form only when it is at least this much smaller


@dataclass(frozen=True, slots=True)
class Laid:
    """Where one blob lies in a pack that is being written."""

    position: int  # of the blob in what was given
    offset: int
    stored_size: int
    encoding: Encoding


@dataclass(frozen=True, slots=True)
class Layout:
    """One pack to be written: its bytes, and what lies where in them."""

    data: bytes
    laid: tuple[Laid, ...]


def storage() -> Storage:
    """Give the storage that keeps packs."""
    return storages["blobs"]


def new_name() -> str:
    """Make a name nobody has used, in one of 256 folders."""
    name = uuid.uuid4().hex
    return f"{name[:2]}/{name}.pack"


def digests(items: Sequence[bytes]) -> list[str]:
    """Give the SHA-256 of each item in hexadecimal, on two threads when there is enough to do."""
    if sum(map(len, items)) < LARGE:
        return [sha256(item).hexdigest() for item in items]
    half = (len(items) + 1) // 2
    with ThreadPoolExecutor(THREADS) as pool:
        parts = pool.map(lambda part: [sha256(item).hexdigest() for item in part], (items[:half], items[half:]))
        return [digest for part in parts for digest in part]


def lay_out(items: Sequence[bytes]) -> Iterator[Layout]:
    """Compress the items where it helps and arrange them in packs: the large ones alone, the others together."""
    parts: list[bytes | memoryview] = []
    laid: list[Laid] = []
    end = 0
    for position, (item, packed) in enumerate(zip(items, _compress(items), strict=True)):
        helps = len(packed) < len(item) * _WORTH_IT
        stored = packed if helps else item
        encoding = Encoding.ZSTD if helps else Encoding.IDENTITY
        if len(stored) >= LARGE:
            yield Layout(bytes(stored), (Laid(position, 0, len(stored), encoding),))
            continue
        if end + len(stored) > PACK_LIMIT:
            yield Layout(b"".join(parts), tuple(laid))
            parts, laid, end = [], [], 0
        parts.append(stored)
        laid.append(Laid(position, end, len(stored), encoding))
        end += len(stored)
    if laid:
        yield Layout(b"".join(parts), tuple(laid))


def _compress(items: Sequence[bytes]) -> Iterator[bytes | memoryview]:
    compressor = zstandard.ZstdCompressor(level=LEVEL)
    if len(items) < THREADS:
        yield from map(compressor.compress, items)
        return
    # The library refuses an empty item here, and one zero byte never compresses, so the empty item stays as it is.
    collection = compressor.multi_compress_to_buffer([item or b"\0" for item in items], threads=THREADS)
    for number in range(len(collection)):
        yield memoryview(cast(bytes, collection[number]))


def expand(stored: bytes, *, size: int, encoding: str) -> bytes:
    """Give the original bytes, never more than `size` of them; ValueError when they cannot be had."""
    if encoding == Encoding.IDENTITY:
        return stored
    try:
        # Checked first: a damaged frame could ask for any amount of memory.
        if zstandard.frame_content_size(stored) != size:
            raise ValueError("The compressed bytes hold another number of bytes than they should.")
        return zstandard.ZstdDecompressor().decompress(stored)
    except zstandard.ZstdError as error:
        raise ValueError(str(error)) from error


def write(data: bytes) -> str:
    """Store a pack so that it survives a power cut, and give its name."""
    return write_file(ContentFile(data))


def write_file(content: File[bytes]) -> str:
    """Store an open file as a pack so that it survives a power cut, and give its name.

    What could not be written whole, on a full disk for one, is taken away again.
    """
    name = new_name()
    try:
        name = storage().save(name, content)
        _settle(name)
    except OSError:
        with suppress(OSError):
            remove(name)
        raise
    return name


def put_back(name: str, content: File[bytes]) -> None:
    """Store a pack under the name it had in the hall that a backup was taken of; ValueError when that is taken."""
    stored = storage().save(name, content)
    if stored != name:
        storage().delete(stored)
        raise ValueError(f"There is a pack {name} already.")


def remove(name: str) -> None:
    """Delete a pack file; one that is gone already is no error."""
    with suppress(FileNotFoundError):
        storage().delete(name)


def open_pack(name: str) -> BinaryIO:
    """Open a pack for reading; FileNotFoundError when it is not there."""
    return cast(BinaryIO, storage().open(name, "rb"))


def stored_names() -> Iterator[str]:
    """Give the name of every pack file in the storage."""
    where = storage()
    try:
        folders, _ = where.listdir("")
    except FileNotFoundError:
        return
    for folder in folders:
        for name in where.listdir(folder)[1]:
            yield f"{folder}/{name}"


def _settle(name: str) -> None:
    """Flush a local file and its folder to the disk; other storages have done so when `save` returns."""
    try:
        path = Path(storage().path(name))
    except NotImplementedError:
        return
    for place in (path, path.parent):
        handle = os.open(place, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
