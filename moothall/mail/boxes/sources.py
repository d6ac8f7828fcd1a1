"""Tell what a file or folder is by looking into it, and open it as a stream of messages."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from moothall.mail.boxes import mbox, streams
from moothall.mail.boxes.folders import open_folder
from moothall.mail.boxes.items import RawMessage, Source, SourceError
from moothall.mail.boxes.zips import open_zip

HEAD = 4096
HEADER = re.compile(rb"\A(?:[!-9;-~]{1,80}[ \t]*:[^\n]*\n(?:[ \t][^\n]*\n)*)+", re.ASCII)
KNOWN_HEADER = re.compile(
    rb"^(?:from|to|subject|date|message-id|received|return-path|delivered-to|mime-version|x-[a-z-]+):", re.I | re.M
)
NOT_YET = {
    b"!BDN": "an Outlook data file (.pst), which cannot be read yet. In Outlook, save the mail as .eml and zip it",
    b"\xd0\xcf\x11\xe0": "an Outlook message (.msg), which cannot be read yet. In Outlook, save it as .eml",
    b"7z\xbc\xaf\x27\x1c": "a 7-Zip archive. Unpack it, and bring in what it holds",
    b"Rar!": "a RAR archive. Unpack it, and bring in what it holds",
    b"%PDF": "a PDF, not a mailbox",
}


def open_path(path: Path) -> Source:
    """Open a mailbox on disk: an mbox (plain, gz, xz, zst), Maildir, folder or zip of .eml, or one .eml."""
    try:
        if path.is_dir():
            return open_folder(path)
        file = path.open("rb")
        total = path.stat().st_size
    except FileNotFoundError as error:
        raise SourceError(f"There is no file or folder at {path}.") from error
    except PermissionError as error:
        raise SourceError(
            f"{path} may not be read by this user. Change its permissions, or sign in as another."
        ) from error
    except OSError as error:
        raise SourceError(f"{path} cannot be read: {error.strerror}.") from error
    try:
        source = open_stream(file, name=path.name, total=total)
    except BaseException:
        file.close()
        raise
    return source


def open_stream(file: BinaryIO, *, name: str, total: int) -> Source:
    """Open a mailbox from an open, seekable file; the source closes the file."""
    head = file.read(HEAD)
    file.seek(0)
    if not head:
        raise SourceError(f"{name} is empty.")
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return _closing(open_zip(file, name, total), file)
    compression = streams.compression_of(head)
    troubles: list[str] = []
    pieces = streams.chunks(file, compression, name, troubles)
    first = next(pieces, b"")
    kind = _kind(first[:HEAD] if first else head, name, troubles)
    source = Source(name=name, kind=kind, total=total, messages=iter(()), position=file.tell, troubles=troubles)
    whole = _chain(first, pieces)
    source.messages = mbox.split(whole) if kind == "mbox" else _one(whole)
    return _closing(source, file)


def _closing(source: Source, file: BinaryIO) -> Source:
    inner = source.close

    def close() -> None:
        inner()
        file.close()

    source.close = close
    return source


def _chain(first: bytes, rest: Iterator[bytes]) -> Iterator[bytes]:
    yield first
    yield from rest


def _kind(head: bytes, name: str, troubles: list[str]) -> str:
    """Say `mbox` or `letter`, or raise in plain words for anything else."""
    if troubles and head[:6] and streams.compression_of(head):
        raise SourceError(f"{name} is damaged and nothing in it can be read. Copy or export it again.")
    for magic, words in NOT_YET.items():
        if head.startswith(magic):
            raise SourceError(f"{name} is {words}.")
    text = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    if text.startswith(b"From ") and b"\0" not in text.split(b"\n", 1)[0]:
        return "mbox"
    block = HEADER.match(text)
    if block and KNOWN_HEADER.search(block.group()):
        return "letter"
    raise SourceError(
        f"{name} is not a mailbox: it begins neither like an mbox nor like a letter. "
        "Bring in an mbox (plain, .gz, .xz or .zst), a Maildir, or .eml files in a folder or zip."
    )


def _one(pieces: Iterator[bytes]) -> Iterator[RawMessage]:
    """Yield a file that is one letter."""
    splitter = mbox.Splitter()
    splitter.postmark = mbox.NEVER
    for piece in pieces:
        yield from splitter.feed(piece)
    yield from splitter.feed(b"", last=True)
