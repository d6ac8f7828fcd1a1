"""What makes two copies of one message the same, wherever they were delivered and however they were packed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import blake2b, sha256

from fast_mail_parser import ParseError

from moothall.mail.parsing import careful, fast
from moothall.mail.parsing.headers import Block
from moothall.mail.parsing.message import MAX_TEXT, ParsedMessage, Unreadable
from moothall.mail.parsing.parts import Parts
from moothall.mail.parsing.reader import read_many

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
    parsed = read_many(raws)
    again = [
        raw
        for raw, outcome in zip(raws, parsed, strict=True)
        if isinstance(outcome, ParsedMessage) and not outcome.careful and (outcome.has_html or outcome.attachments)
    ]
    mails = iter(fast.parse(again))
    wholes: list[Whole | Unreadable] = []
    for raw, outcome in zip(raws, parsed, strict=True):
        if isinstance(outcome, Unreadable):
            wholes.append(outcome)
            continue
        parts = Parts()
        if outcome.careful:
            parts = careful.parts(raw)
        elif outcome.has_html or outcome.attachments:
            mail = next(mails)
            if not isinstance(mail, ParseError):
                parts = fast.parts(mail, Block(raw))
        wholes.append(_whole(raw, outcome, parts))
    return wholes


def _whole(raw: bytes, message: ParsedMessage, parts: Parts) -> Whole:
    told = blake2b(digest_size=SIZE)
    for part in _seen(raw, message, parts):
        told.update(len(part).to_bytes(8, "little") + part)
    if len(message.text) >= MAX_TEXT:  # what was cut off is told apart by its bytes
        told.update(raw[Block(raw).end :])
    files = tuple([sha256(part.content).hexdigest() for part in parts.attachments])
    return Whole(message, told.hexdigest(), files)


def _seen(raw: bytes, message: ParsedMessage, parts: Parts) -> Iterable[bytes]:
    """All that is compared, piece by piece; not how a text begins or ends with spaces and blank lines."""
    yield _bytes(message.sender.address.lower() or message.sender.name)
    for people in (message.to, message.cc):
        yield _bytes(" ".join(sorted({one.address.lower() or one.name for one in people})))
    head = raw[: raw.find(b"\n\n")] if b"\n\n" in raw else raw
    yield b" ".join(Block(raw).values(b"bcc")) if b"\nbcc:" in head.lower() else b""
    yield message.date.isoformat().encode() if message.date else b""
    yield _bytes(message.subject)
    yield _bytes(message.text)
    for html in parts.htmls:
        yield _bytes(html)


def _bytes(text: str) -> bytes:
    return text.strip().encode("utf-8", "surrogatepass")
