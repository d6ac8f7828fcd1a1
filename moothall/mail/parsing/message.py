"""What is known of a message once it is read."""

import mimetypes
import re
from dataclasses import dataclass
from datetime import datetime

MAX_SUBJECT = 500
MAX_NAME = 200
MAX_ADDRESS = 320
MAX_RECIPIENTS = 10_000
MAX_REFERENCES = 100
MAX_TEXT = 2_000_000
"""Characters of a message's text that are searched and shown; the rest is in the download."""
PREVIEW = 150

# Marks that turn the direction of writing can make "gnp.exe" look like "exe.png"; the rest are controls.
UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]+")
LONE_SURROGATE = re.compile("[\ud800-\udfff]")
SPACES = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Address:
    """A person or system as a mail header names it."""

    name: str
    address: str


@dataclass(frozen=True, slots=True)
class Attachment:
    """A part that is not the text; its place among the others is how it is asked for."""

    name: str
    content_type: str
    size: int


@dataclass(frozen=True, slots=True)
class ParsedMessage:
    """A message in words that both databases and a page can hold."""

    message_id: str
    in_reply_to: str
    references: tuple[str, ...]
    subject: str
    sender: Address
    to: tuple[Address, ...]
    cc: tuple[Address, ...]
    date: datetime | None
    text: str
    has_html: bool
    attachments: tuple[Attachment, ...]
    careful: bool = False
    """Read by the standard library, not by the fast parser."""

    @property
    def preview(self) -> str:
        """Its first words, for a list."""
        return preview_of(self.text)


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Why a message could not be read, in plain words."""

    reason: str


def tidy(text: str) -> str:
    """Make text fit for a page and for both databases: no NUL, no half characters, plain line ends."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if "\0" in text:
        text = text.replace("\0", "")
    if not text.isascii():
        text = LONE_SURROGATE.sub("\ufffd", text)
    return text if len(text) <= MAX_TEXT else text[:MAX_TEXT]


def one_line(text: str, limit: int) -> str:
    """Make a header's value one clean line of at most `limit` characters."""
    text = text[: limit * 4]
    if not (text.isascii() and text.isprintable()):
        text = LONE_SURROGATE.sub("\ufffd", UNSEEN.sub(" ", text))
    if "  " in text or not text.isascii():
        text = SPACES.sub(" ", text)
    return text.strip()[:limit]


def file_name(name: str, content_type: str, number: int) -> str:
    """Make an attachment's name harmless: no path, no hidden marks, never empty."""
    name = one_line(UNSEEN.sub("", name), 1000).replace("\\", "/").rsplit("/", 1)[-1].strip(". ")
    if name:
        stem, dot, ending = name.rpartition(".")
        return name if len(name) <= MAX_NAME else f"{stem[: MAX_NAME - 20]}{dot}{ending[:19]}"
    if content_type == "message/rfc822":
        return f"attached-message-{number}.eml"
    return f"attachment-{number}{mimetypes.guess_extension(content_type) or ''}"


def preview_of(text: str) -> str:
    """Take the first words that are the writer's own: neither quoted nor the line that brings a quotation in."""
    own: list[str] = []
    length = 0
    for line in text[:3000].split("\n", 60)[:60]:
        line = line.strip()  # noqa: PLW2901
        if not line or line[0] in ">|" or line.endswith(("wrote:", "writes:")):
            continue
        own.append(line)
        length += len(line) + 1
        if length > PREVIEW:
            break
    return one_line(" ".join(own), PREVIEW)
