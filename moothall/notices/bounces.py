"""Reports that a mail did not arrive (RFC 3464), read from whatever a stranger may have sent."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import Message
from itertools import islice
from pathlib import Path
from typing import BinaryIO

MOST = 1024 * 1024  # bytes of a message that are looked at; a report stands at the beginning
PARTS = 200  # parts and blocks of a message that are looked at
WORDS = 500  # characters of what a server said
FAILED = "failed"  # not "delayed", "delivered", "relayed" or "expanded"


@dataclass(frozen=True)
class Report:
    """That a mail did not reach an address, and what the server there said."""

    address: str
    message_id: str
    reason: str


def read(raw: bytes) -> list[Report]:
    """What a message reports as failed for good; empty for any other message, and for one that cannot be read."""
    try:
        return _reports(message_from_bytes(raw[:MOST], policy=policy.compat32))
    except Exception:
        return []


def _reports(message: Message) -> list[Report]:
    if message.get_content_type() != "multipart/report":
        return []
    parts = list(islice(message.walk(), PARTS))
    status = next((part for part in parts if part.get_content_type() == "message/delivery-status"), None)
    blocks = status.get_payload() if status is not None else []
    if not isinstance(blocks, list):
        return []
    message_id = _message_id(parts)
    found = []
    for block in blocks[:PARTS]:
        if isinstance(block, Message) and _words(block, "Action").lower() == FAILED:
            address = _address(block, "Original-Recipient") or _address(block, "Final-Recipient")
            said = _typed(block, "Diagnostic-Code") or _words(block, "Status") or FAILED
            found.append(Report(address, message_id, said))
    return found


def _message_id(parts: Iterable[Message]) -> str:
    """The Message-ID of the mail that came back, whole or only its headers."""
    for part in parts:
        kind, payload = part.get_content_type(), part.get_payload()
        if kind == "message/rfc822" and isinstance(payload, list) and payload and isinstance(payload[0], Message):
            return _words(payload[0], "Message-ID")
        if kind == "text/rfc822-headers":
            inner = part.get_payload(decode=True)
            if isinstance(inner, bytes):
                return _words(message_from_bytes(inner, policy=policy.compat32), "Message-ID")
    return ""


def _words(message: Message, name: str) -> str:
    """A header on one line, with nothing that cannot be printed."""
    value = str(message.get(name, ""))[: 4 * WORDS]
    return " ".join("".join(letter if letter.isprintable() else " " for letter in value).split())[:WORDS]


def _typed(message: Message, name: str) -> str:
    """A field such as `smtp; 550 No such user` without its type."""
    value = _words(message, name)
    return value.partition(";")[2].strip() or value


def _address(message: Message, name: str) -> str:
    value = _typed(message, name).strip("<> ")
    return value if "@" in value else ""


def messages(path: Path) -> Iterator[bytes]:
    """The beginnings of the messages in a Maildir, a folder, an mbox or a single file.

    Of a Maildir what is new is read, and then moved to what is read, as a mail reader does. Raises OSError.
    """
    new = path / "new"
    if new.is_dir():
        for file in _files(new):
            yield _beginning(file)
            (path / "cur").mkdir(exist_ok=True)
            file.rename(path / "cur" / f"{file.name.partition(':')[0]}:2,S")
        return
    for file in _files(path) if path.is_dir() else [path]:
        with file.open("rb") as stream:
            yield from split(stream)


def _files(folder: Path) -> list[Path]:
    return sorted(file for file in folder.iterdir() if file.is_file() and not file.is_symlink())


def _beginning(file: Path) -> bytes:
    with file.open("rb") as stream:
        return stream.read(MOST)


def split(stream: BinaryIO) -> Iterator[bytes]:
    """The messages of an mbox, or the one message that a stream is; of each no more than what is looked at."""
    kept: list[bytes] = []
    size, empty, begun = 0, True, False
    while line := stream.readline(MOST):
        if empty and line.startswith(b"From "):
            if begun:
                yield b"".join(kept)
            kept, size, empty = [], 0, False
            continue
        begun = True
        if size < MOST:
            kept.append(line)
            size += len(line)
        empty = line in (b"\n", b"\r\n")
    if begun:
        yield b"".join(kept)
