"""Read a zip of .eml and .mbox files; names inside it are only ever shown, never used as paths."""

import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from typing import IO, BinaryIO, cast

from moothall.mail.boxes import mbox
from moothall.mail.boxes.folders import LETTERS
from moothall.mail.boxes.items import MAX_HELD_BYTES, MAX_MESSAGE_BYTES, MEGABYTE, RawMessage, Source, SourceError
from moothall.mail.boxes.streams import Bound

MAX_ENTRIES = 2_000_000
ENCRYPTED = 0x1


def open_zip(file: BinaryIO, name: str, total: int) -> Source:
    """Open a zip archive; one behind a password, or with nothing of mail in it, is refused in plain words."""
    try:
        archive = zipfile.ZipFile(file)
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
        raise SourceError(f"{name} is damaged: its list of contents cannot be read. Make the zip again.") from error
    entries = [entry for entry in archive.infolist() if _holds_mail(entry)]
    if not entries:
        raise SourceError(f"There is no mail in {name}: no file in it ends in .eml or .mbox.")
    if len(entries) > MAX_ENTRIES:
        raise SourceError(f"{name} holds more than {MAX_ENTRIES:,} files. Split it, and bring in each part.")
    if any(entry.flag_bits & ENCRYPTED for entry in entries):
        raise SourceError(f"{name} is locked with a password. Unpack it, and bring in the folder or a zip without one.")
    done = [0]
    source = Source(name=name, kind="zip", total=total, messages=iter(()), position=lambda: min(done[0], total))
    source.messages = _read(archive, entries, Bound(name), done, source.troubles)
    source.close = archive.close
    return source


def _holds_mail(entry: zipfile.ZipInfo) -> bool:
    base = entry.filename.rsplit("/", 1)[-1]
    if entry.is_dir() or base.startswith("._") or entry.filename.startswith("__MACOSX/"):
        return False
    return base.lower().endswith((*LETTERS, ".mbox", ".mbx"))


def _read(
    archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo], bound: Bound, done: list[int], troubles: list[str]
) -> Iterator[RawMessage]:
    for entry in entries:
        try:
            with archive.open(entry) as file:
                yield from _read_entry(file, entry, bound, done[0])
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError) as error:
            troubles.append(f"{entry.filename} in the zip could not be unpacked: {error}.")
        done[0] += entry.compress_size


def _pieces(file: IO[bytes], entry: zipfile.ZipInfo, bound: Bound, before: int) -> Iterator[bytes]:
    """Yield an entry in bounded pieces, counting what really comes out rather than what the zip declares."""
    while data := file.read(MEGABYTE):
        bound.add(len(data), before + entry.compress_size)
        yield data


def _read_entry(file: IO[bytes], entry: zipfile.ZipInfo, bound: Bound, before: int) -> Iterator[RawMessage]:
    place = entry.filename
    pieces = _pieces(file, entry, bound, before)
    if not place.lower().endswith(LETTERS):
        for message in mbox.split(pieces):
            yield RawMessage(
                data=message.data, place=f"{place}, {message.place}", spool=message.spool, problem=message.problem
            )
        return
    data = bytearray()
    spool: BinaryIO | None = None
    for piece in pieces:
        if spool is None:
            data += piece
        elif spool.tell() < MAX_HELD_BYTES:
            spool.write(piece)
        if spool is None and len(data) > MAX_MESSAGE_BYTES:
            spool = cast("BinaryIO", tempfile.TemporaryFile())  # noqa: SIM115 whoever takes the message closes it
            spool.write(data)
            data.clear()
    problem = mbox.too_large(MAX_MESSAGE_BYTES) if spool else ""
    yield RawMessage(data=bytes(data), place=place, spool=spool, problem=problem)
