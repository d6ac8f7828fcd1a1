"""Read a message with the standard library, which is slow and forgiving."""

from collections.abc import Iterator
from email.message import Message
from email.parser import BytesParser
from email.policy import compat32
from email.utils import getaddresses

from moothall.mail.parsing.charsets import decode, decode_words
from moothall.mail.parsing.headers import Block
from moothall.mail.parsing.message import MAX_ADDRESS, MAX_NAME, MAX_RECIPIENTS, Address, file_name, one_line
from moothall.mail.parsing.parts import Part, Parts

MAX_DEPTH = 60
MAX_NODES = 20_000


class TooTangledError(Exception):
    """The message's parts lie in each other deeper, or are more, than any mail program makes."""


def addresses(values: list[bytes]) -> tuple[Address, ...]:
    """Read an address header however it is written; what holds no address is kept as a name."""
    found: list[Address] = []
    for value in values:
        text = decode(value[:1_000_000], None).replace("\r", "").replace("\n", " ")
        if "@" not in text:
            found += [Address(words, "") for words in [one_line(decode_words(text.encode()), MAX_NAME)] if words]
            continue
        for name, address in getaddresses([text]):
            words = one_line(decode_words(name.encode("utf-8", "replace")), MAX_NAME)
            place = one_line(address, MAX_ADDRESS)
            if "@" not in place:
                words, place = words or place, ""
            if words or place:
                found.append(Address(words, place))
            if len(found) >= MAX_RECIPIENTS:
                return tuple(found)
    return tuple(found)


def parts(raw: bytes) -> Parts:
    """Take a message apart; raises `TooTangledError`, or whatever the library raises on what it cannot bear."""
    root = BytesParser(policy=compat32).parsebytes(raw)
    found = Parts()
    for node in _leaves(root):
        _sort_in(node, found)
    block = Block(raw)
    found.subject = decode_words(next(iter(block.values(b"subject")), b""))
    sender = addresses(block.values(b"from")[:1])
    found.sender = sender[0] if sender else None
    found.to = addresses(block.values(b"to"))
    found.cc = addresses(block.values(b"cc"))
    return found


def _leaves(root: Message) -> Iterator[Message]:
    """Yield the parts that hold something, in their order; a message within the message is one part."""
    waiting = [(root, 0)]
    seen = 0
    while waiting:
        node, depth = waiting.pop()
        seen += 1
        if depth > MAX_DEPTH or seen > MAX_NODES:
            raise TooTangledError
        children = node.get_payload()
        if isinstance(children, list) and node.get_content_maintype() == "multipart":
            waiting.extend((child, depth + 1) for child in reversed(children) if isinstance(child, Message))
            continue
        yield node


def _sort_in(node: Message, found: Parts) -> None:
    """Put a part among the texts, the HTML or the attachments, by the same rule as the fast parser."""
    kind = one_line(node.get_content_type(), 100)
    multipart_in_name_only = node.get_content_maintype() == "multipart"
    attached = node.get_content_disposition() == "attachment"
    if not attached and (kind == "text/plain" or multipart_in_name_only):
        found.texts.append(decode(_content(node), _charset(node)))
        return
    if not attached and kind == "text/html":
        found.htmls.append(decode(_content(node), _charset(node)))
        return
    found.attachments.append(Part(_name(node, kind, len(found.attachments) + 1), kind, _content(node)))


def _content(node: Message) -> bytes:
    payload = node.get_payload(decode=True)
    if isinstance(payload, bytes):
        return payload
    children = node.get_payload()
    if isinstance(children, list):
        return b"\n".join(child.as_bytes() for child in children if isinstance(child, Message))
    return str(children or "").encode("utf-8", "surrogateescape")


def _charset(node: Message) -> str | None:
    try:
        label = node.get_param("charset")
    except (ValueError, LookupError, UnicodeError):
        return None
    return label[2] if isinstance(label, tuple) else label


def _name(node: Message, kind: str, number: int) -> str:
    try:
        name = node.get_filename() or ""
    except (ValueError, LookupError, UnicodeError, TypeError):
        name = ""
    return file_name(decode_words(name.encode("utf-8", "surrogateescape")), kind, number)
