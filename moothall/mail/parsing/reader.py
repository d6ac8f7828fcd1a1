"""Read messages in batches: each by the fast parser, or by the standard library where that would do harm."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from fast_mail_parser import MimeStructureError, ParseError, PyMail

from moothall.mail.parsing import careful, fast, headers, html
from moothall.mail.parsing.headers import Block
from moothall.mail.parsing.message import (
    MAX_SUBJECT,
    MAX_TEXT,
    Address,
    Attachment,
    ParsedMessage,
    Unreadable,
    one_line,
    tidy,
)
from moothall.mail.parsing.parts import Part, Parts

MAX_PARTS = 50_000
MANY_BYTES = 1_000_000
MAX_TANGLED_BYTES = 2_000_000
MAX_INNER = 3
NOBODY = Address("", "")
RULE = "-" * 10

EMPTY = Unreadable("The message is empty.")
NOT_MAIL = Unreadable("It does not begin with the headers of a mail: no From, To, Subject or Date.")
TANGLED = Unreadable(
    "Its parts lie inside each other far deeper than any mail program makes them. It may be an attack."
)
TOO_MANY = Unreadable(f"It has more than {MAX_PARTS:,} parts, which no mail program makes. It may be an attack.")


class Apart(NamedTuple):
    """A message in words, with the parts and the headers that they were taken from."""

    message: ParsedMessage
    parts: Parts
    block: Block


def read_many(raws: Sequence[bytes], *, threads: int | None = None) -> list[ParsedMessage | Unreadable]:
    """Read a batch of raw messages; one that cannot be read costs nothing but itself."""
    return [one.message if isinstance(one, Apart) else one for one in read_apart(raws, threads=threads)]


def read_apart(raws: Sequence[bytes], *, threads: int | None = None) -> list[Apart | Unreadable]:
    """Read a batch as `read_many` does, for those who want the parts as well."""
    refused = [_refusal(raw) for raw in raws]
    wanted = [raw for raw, why in zip(raws, refused, strict=True) if why is None]
    outcomes = iter(fast.parse(wanted, threads=threads))
    return [why if why else _read_one(raw, next(outcomes)) for raw, why in zip(raws, refused, strict=True)]


def read(raw: bytes) -> ParsedMessage | Unreadable:
    """Read one raw message."""
    return read_many([raw], threads=1)[0]


def read_html(raw: bytes) -> str:
    """Return the HTML of a message as its sender wrote it: never to be shown before it is made safe."""
    taken = _take_apart(raw)
    return "\n".join(taken[0].htmls)[:MAX_TEXT] if isinstance(taken, tuple) else ""


def read_attachment(raw: bytes, index: int) -> Part | None:
    """Return one attachment with its bytes, by its place in `ParsedMessage.attachments`."""
    taken = _take_apart(raw)
    if not isinstance(taken, tuple) or not 0 <= index < len(taken[0].attachments):
        return None
    return taken[0].attachments[index]


def read_enclosed(raw: bytes, depth: int = 0) -> Iterator[Part]:
    """Yield every file in a message, those in messages within it too; the messages themselves are part of its text."""
    taken = _take_apart(raw)
    for part in taken[0].attachments if isinstance(taken, tuple) else ():
        if part.content_type == "message/rfc822" and depth < MAX_INNER:
            yield from read_enclosed(part.content, depth + 1)
        else:
            yield part


def _refusal(raw: bytes) -> Unreadable | None:
    """Refuse what would cost more memory or time than any real message."""
    if not raw.strip():
        return EMPTY
    if len(raw) > MANY_BYTES and raw.count(b"\n--") > MAX_PARTS and b"multipart/" in raw[:MANY_BYTES].lower():
        return TOO_MANY
    return None


def _take_apart(raw: bytes) -> tuple[Parts, bool] | Unreadable:
    refusal = _refusal(raw)
    return refusal or _parts(raw, Block(raw), fast.parse([raw], threads=1)[0])


def _parts(raw: bytes, block: Block, outcome: PyMail | ParseError) -> tuple[Parts, bool] | Unreadable:
    """Return a message's parts and whether they were read the careful way."""
    if not isinstance(outcome, ParseError) and not fast.doubts(raw, block, outcome):
        return fast.parts(outcome, block), False
    if isinstance(outcome, MimeStructureError) and len(raw) > MAX_TANGLED_BYTES:
        return TANGLED
    try:
        return careful.parts(raw), True
    except (careful.TooTangledError, RecursionError):
        return TANGLED
    except Exception as error:  # hostile mail may break the library anywhere
        return Unreadable(f"It is damaged beyond what can be read ({type(error).__name__}).")


def _read_one(raw: bytes, outcome: PyMail | ParseError, depth: int = 0) -> Apart | Unreadable:
    block = Block(raw)
    if not block.looks_like_mail():
        return NOT_MAIL
    taken = _parts(raw, block, outcome)
    if isinstance(taken, Unreadable):
        return taken
    parts, slowly = taken
    date = None if isinstance(outcome, ParseError) else headers.plausible(outcome.date_parsed)
    text = _text(parts, depth)
    replied = block.ids(b"in-reply-to")
    message = ParsedMessage(
        message_id=headers.message_id(block),
        in_reply_to=replied[0] if replied else "",
        references=headers.references(block),
        subject=one_line(parts.subject, MAX_SUBJECT),
        sender=parts.sender or NOBODY,
        to=parts.to,
        cc=parts.cc,
        date=date or headers.fallback_date(block),
        text=text,
        has_html=bool(parts.htmls),
        attachments=tuple([part.described() for part in parts.attachments]) if parts.attachments else (),
        careful=slowly,
    )
    return Apart(message, parts, block)


def _text(parts: Parts, depth: int) -> str:
    """Return the words of the message: its plain text, else what its HTML says, and those of messages within it."""
    texts = [tidy(text) for text in parts.texts if text and not text.isspace()]
    if not texts:
        texts = [tidy(html.to_text(text)) for text in parts.htmls]
    for part in parts.attachments:
        if part.content_type == "message/rfc822" and depth < MAX_INNER:
            texts.append(_inner(part, depth + 1))
    whole = texts[0] if len(texts) == 1 else "\n\n".join(texts)
    return whole if len(whole) <= MAX_TEXT else whole[:MAX_TEXT]


def _inner(part: Part, depth: int) -> str:
    """Return a message within the message as one reads it in a reply; its bytes stay one attachment."""
    if _refusal(part.content):
        return ""
    read_it = _read_one(part.content, fast.parse([part.content], threads=1)[0], depth)
    if isinstance(read_it, Unreadable):
        return ""
    inner = read_it.message
    sender = f"{inner.sender.name} {inner.sender.address}".strip()
    return f"{RULE} {part.name} {RULE}\n{sender}\n{inner.subject}\n\n{inner.text}"


__all__ = ["Attachment", "read", "read_attachment", "read_enclosed", "read_html", "read_many"]
