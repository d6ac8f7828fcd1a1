"""Take from the raw header block what the fast parser does not hand over cheaply."""

import re
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from moothall.kit import clock
from moothall.mail.parsing.message import MAX_REFERENCES

MAX_BLOCK = 8_000_000
MAX_VALUE = 200_000
MAX_ID = 900
EARLIEST = datetime(1971, 1, 1, tzinfo=UTC)
"""Mail is hardly older; a date before this is a clock that was never set."""

BRACKETED = re.compile(rb"<([^<>\s]{1,900})>")
BLANK_LINE = re.compile(rb"\n\r?\n")
KNOWN = (b"\nfrom:", b"\nto:", b"\nsubject:", b"\ndate:", b"\nmessage-id:", b"\nreceived:", b"\nmime-version:")


class Block:
    """The headers of a message as raw bytes, searched by plain finds because they are searched for every message."""

    __slots__ = ("end", "lower", "raw")

    def __init__(self, message: bytes) -> None:
        end = message.find(b"\n\n")
        crlf = message.find(b"\n\r\n", 0, end if end >= 0 else MAX_BLOCK)
        end = min((at for at in (end, crlf) if at >= 0), default=len(message))
        self.end = end
        self.raw = b"\n" + message[: min(end, MAX_BLOCK)] + b"\n"
        self.lower = self.raw.lower()

    def looks_like_mail(self) -> bool:
        """Tell whether at least one header is there that every mail program knows."""
        return any(name in self.lower for name in KNOWN)

    def values(self, name: bytes) -> list[bytes]:
        """Return every value of a header, unfolded; `name` in lower case, without the colon."""
        needle = b"\n" + name + b":"
        at = self.lower.find(needle)
        if at < 0:
            return []
        found: list[bytes] = []
        while at >= 0 and len(found) < 100:
            start = at + len(needle)
            end = self.raw.find(b"\n", start)
            while end >= 0 and self.raw[end + 1 : end + 2] in (b" ", b"\t") and end - start < MAX_VALUE:
                end = self.raw.find(b"\n", end + 1)
            found.append(self.raw[start : end if end >= 0 else None].strip())
            at = self.lower.find(needle, start)
        return found

    def ids(self, name: bytes) -> tuple[str, ...]:
        """Return the message ids that a header holds, each once, in their order."""
        values = self.values(name)
        if not values:
            return ()
        found = [match.decode("latin-1") for value in values for match in BRACKETED.findall(value)]
        return tuple(dict.fromkeys(found)) if len(found) > 1 else tuple(found)


def message_id(block: Block) -> str:
    """Return the message's own id; a few mailers leave out the brackets."""
    ids = block.ids(b"message-id")
    if ids:
        return ids[0]
    bare = next(iter(block.values(b"message-id")), b"").split()
    return bare[0].strip(b"<>")[:MAX_ID].decode("latin-1").replace("\0", "") if bare else ""


def references(block: Block) -> tuple[str, ...]:
    """Return the ids of the messages this one follows: of very many the first, where the thread began, and the last."""
    ids = block.ids(b"references")
    return ids if len(ids) <= MAX_REFERENCES else (ids[0], *ids[1 - MAX_REFERENCES :])


def plausible(date: datetime | None) -> datetime | None:
    """Return the date in UTC if a message can have been written then."""
    if date is None:
        return None
    try:
        date = date.replace(tzinfo=UTC) if date.tzinfo is None else date.astimezone(UTC)
    except (OverflowError, ValueError):
        return None
    return date if EARLIEST <= date <= clock.now() + timedelta(days=2) else None


def parse_date(value: str) -> datetime | None:
    """Read a date as mail headers write it, generously."""
    try:
        return plausible(parsedate_to_datetime(value[:200]))
    except (TypeError, ValueError, IndexError, OverflowError):
        return None


def fallback_date(block: Block) -> datetime | None:
    """Find when a message with no usable Date was sent: as Date reads generously, else when a server received it."""
    for value in block.values(b"date")[:1]:
        if found := parse_date(value.decode("latin-1")):
            return found
    for value in block.values(b"received")[:5]:
        if found := parse_date(value.rpartition(b";")[2].decode("latin-1").strip()):
            return found
    return None
