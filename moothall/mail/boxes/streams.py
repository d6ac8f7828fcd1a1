"""Decompress gzip, xz and zstd in small steps, refusing bombs and noticing a file that ends early."""

import lzma
import zlib
from collections.abc import Callable, Iterator
from typing import BinaryIO

import zstandard

from moothall.mail.boxes.items import MEGABYTE, SourceError

CHUNK = 1 * MEGABYTE
FREE_OUTPUT = 256 * MEGABYTE
MAX_RATIO = 200
"""Mail shrinks to a tenth at best; output of more than this many times the input is a bomb."""
XZ_MEMORY = 160 * MEGABYTE
ZSTD_STEP = 2048
"""Each four bytes of zstd may say 128 KB, so the input goes in by spoonfuls."""

MAGIC = {b"\x1f\x8b": "gz", b"\xfd7zXZ\x00": "xz", b"\x28\xb5\x2f\xfd": "zst"}


ENDS_EARLY = "The file ends early: it was cut off before its end. What could be read is kept."


def damaged(error: Exception) -> str:
    """Say that the compressed stream broke off in the middle."""
    return f"The file is damaged ({error}). What came before the damage is kept."


def compression_of(head: bytes) -> str | None:
    """Name the compression that these first bytes of a file show, or None."""
    return next((name for magic, name in MAGIC.items() if head.startswith(magic)), None)


class Bound:
    """Refuses to go on when far more comes out than went in."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.produced = 0

    def add(self, produced: int, consumed: int) -> None:
        """Count what came out, against the bytes consumed so far."""
        self.produced += produced
        if self.produced > FREE_OUTPUT and self.produced > MAX_RATIO * max(consumed, 1):
            raise SourceError(
                f"{self.name} unpacks to more than {MAX_RATIO} times its size, which no mailbox does. "
                "Unpack it yourself, look at what it holds, and bring in that."
            )


class _Gzip:
    """A gzip member with the interface of lzma's decompressor: what is not yet consumed waits inside."""

    def __init__(self) -> None:
        self._inner = zlib.decompressobj(wbits=31)

    @property
    def eof(self) -> bool:
        return self._inner.eof

    @property
    def unused_data(self) -> bytes:
        return self._inner.unused_data

    @property
    def needs_input(self) -> bool:
        return not self._inner.unconsumed_tail

    def decompress(self, data: bytes, max_length: int) -> bytes:
        return self._inner.decompress(self._inner.unconsumed_tail + data, max_length)


def _lzma() -> lzma.LZMADecompressor:
    return lzma.LZMADecompressor(memlimit=XZ_MEMORY)


def _unpack(
    file: BinaryIO, make: Callable[[], "_Gzip | lzma.LZMADecompressor"], troubles: list[str]
) -> Iterator[bytes]:
    """Yield the output of one or more members laid end to end, never more than a chunk at once."""
    unpacker = make()
    fresh, ended, data = True, False, b""
    while not ended:
        if not data and (fresh or unpacker.needs_input):
            data = file.read(CHUNK)
            ended = not data
        if fresh and not data.strip(b"\0"):
            data = b""  # padding after the last member
            continue
        fresh = False
        try:
            out = unpacker.decompress(data, CHUNK)
        except (zlib.error, lzma.LZMAError) as error:
            troubles.append(damaged(error))
            return
        data = b""
        if out:
            ended = False
            yield out
        if unpacker.eof:
            data, ended = unpacker.unused_data, False
            unpacker, fresh = make(), True
    if not fresh:
        troubles.append(ENDS_EARLY)


def _unpack_zstd(file: BinaryIO, troubles: list[str]) -> Iterator[bytes]:
    """The same for zstd, whose decompressor takes no limit on its output."""
    context = zstandard.ZstdDecompressor()
    unpacker = context.decompressobj()
    fresh = True
    while data := file.read(CHUNK):
        for start in range(0, len(data), ZSTD_STEP):
            rest = data[start : start + ZSTD_STEP]
            while rest:
                fresh = False
                try:
                    out = unpacker.decompress(rest)
                except zstandard.ZstdError as error:
                    troubles.append(damaged(error))
                    return
                if out:
                    yield out
                rest = b""
                if unpacker.eof:
                    rest = unpacker.unused_data
                    unpacker, fresh = context.decompressobj(), True
    if not fresh:
        troubles.append(ENDS_EARLY)


def chunks(file: BinaryIO, compression: str | None, name: str, troubles: list[str]) -> Iterator[bytes]:
    """Yield the plain bytes of a file from its present position, in bounded pieces."""
    if compression is None:
        while data := file.read(CHUNK):
            yield data
        return
    pieces = (
        _unpack_zstd(file, troubles)
        if compression == "zst"
        else _unpack(file, _Gzip if compression == "gz" else _lzma, troubles)
    )
    bound = Bound(name)
    for piece in pieces:
        bound.add(len(piece), file.tell())
        yield piece
