"""Read messages with the fast parser, and tell when what it says cannot be trusted."""

from collections.abc import Sequence
from functools import lru_cache

from fast_mail_parser import ParseError, PyAddress, PyMail, parse_many

from moothall.mail.parsing import careful
from moothall.mail.parsing.charsets import garbled
from moothall.mail.parsing.headers import Block
from moothall.mail.parsing.message import MAX_ADDRESS, MAX_NAME, MAX_RECIPIENTS, Address, file_name, one_line
from moothall.mail.parsing.parts import Part, Parts

HARMLESS = {"address-unparseable", "date-unparseable", "transfer-decode-lossy"}
"""Repairs that are mended here, or that no parser does better."""
SMALL = 2000
LOST_SHARE = 20


def parse(raws: Sequence[bytes], *, threads: int | None = None) -> list[PyMail | ParseError]:
    """Parse a batch in parallel, outside the interpreter's lock."""
    return parse_many(list(raws), threads=threads)


def doubts(raw: bytes, block: Block, mail: PyMail) -> bool:
    """Tell whether the fast parser may have lost or garbled something.

    Its known faults: UTF-8 without a label becomes mojibake, an unknown label loses letters, a boundary that never
    appears loses the body. None of these checks decides what is right; they only send a message the slow way.
    """
    if any(warning.kind not in HARMLESS for warning in mail.warnings):
        return True
    texts = mail.text_plain + mail.text_html
    if garbled(mail.subject) or any(map(garbled, texts)):
        return True
    if mail.from_ and mail.from_.display_name and garbled(mail.from_.display_name):
        return True
    body = len(raw) - block.end
    kept = sum(map(len, texts))
    if body < SMALL:
        return not kept and not mail.attachments and bool(raw[block.end :].strip())
    if kept * LOST_SHARE > body:
        return False
    return (kept + sum(len(part.content) for part in mail.attachments)) * LOST_SHARE < body


def parts(mail: PyMail, block: Block) -> Parts:
    """Hand over what the fast parser found; addresses it could not read are read the slow way."""
    unread = {warning.kind for warning in mail.warnings}
    found = Parts(subject=mail.subject, texts=mail.text_plain, htmls=mail.text_html)
    found.sender = _address(mail.from_) if mail.from_ else None
    found.to = tuple(map(_address, mail.to[:MAX_RECIPIENTS]))
    found.cc = tuple(map(_address, mail.cc[:MAX_RECIPIENTS]))
    if "address-unparseable" in unread:
        sender = careful.addresses(block.values(b"from")[:1])
        found.sender = found.sender or (sender[0] if sender else None)
        found.to = found.to or careful.addresses(block.values(b"to"))
        found.cc = found.cc or careful.addresses(block.values(b"cc"))
    for number, part in enumerate(mail.attachments, 1):
        found.attachments.append(
            Part(file_name(part.filename, part.mimetype, number), one_line(part.mimetype, 100), part.content)
        )
    return found


def _address(given: PyAddress) -> Address:
    return _tidied(given.display_name or "", given.address)


@lru_cache(maxsize=4096)
def _tidied(name: str, address: str) -> Address:
    """Tidy a name once: in one mailbox the same few hundred people write again and again."""
    return Address(one_line(name, MAX_NAME), one_line(address, MAX_ADDRESS))
