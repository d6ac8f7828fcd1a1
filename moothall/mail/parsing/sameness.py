"""What makes two copies of one message the same, wherever they were delivered and however they were packed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import blake2b, sha256

from moothall.mail.parsing.message import MAX_TEXT, ParsedMessage, Unreadable
from moothall.mail.parsing.reader import Apart, read_apart

SIZE = 20


@dataclass(frozen=True, slots=True)
class Whole:
    """A message in words, with digests: of all that a reader of it sees but its files, and SHA-256 of each file."""

    message: ParsedMessage
    digest: str
    files: tuple[str, ...]


def read_whole(raws: Sequence[bytes]) -> list[Whole | Unreadable]:
    """Read messages and tell them apart.

    A digest covers who wrote to whom (Bcc, where a copy has it), when, the subject, the words and the HTML; not what
    delivery adds, nor boundaries and encodings, which each export makes anew. So it never joins two that read
    differently, though it may part two that read the same.
    """
    apart = read_apart(raws)
    return [_whole(raw, one) if isinstance(one, Apart) else one for raw, one in zip(raws, apart, strict=True)]


def _whole(raw: bytes, apart: Apart) -> Whole:
    told = blake2b(digest_size=SIZE)
    for part in _seen(apart):
        told.update(len(part).to_bytes(8, "little") + part)
    if len(apart.message.text) >= MAX_TEXT:  # what was cut off is told apart by its bytes
        told.update(raw[apart.block.end :])
    files = tuple([sha256(part.content).hexdigest() for part in apart.parts.attachments])
    return Whole(apart.message, told.hexdigest(), files)


def _seen(apart: Apart) -> Iterable[bytes]:
    """All that is compared, piece by piece; not how a text begins or ends with spaces and blank lines."""
    message = apart.message
    yield _bytes(message.sender.address.lower() or message.sender.name)
    for people in (message.to, message.cc):
        yield _bytes(" ".join(sorted({one.address.lower() or one.name for one in people})))
    yield b" ".join(apart.block.values(b"bcc"))
    yield message.date.isoformat().encode() if message.date else b""
    yield _bytes(message.subject)
    yield _bytes(message.text)
    for html in apart.parts.htmls:
        yield _bytes(html)


def _bytes(text: str) -> bytes:
    return text.strip().encode("utf-8", "surrogatepass")
