"""Split an mbox into messages while it streams by (RFC 4155, and what real mail programs write)."""

import re
import tempfile
from collections.abc import Iterable, Iterator
from typing import BinaryIO, cast

from moothall.mail.boxes.items import MAX_HELD_BYTES, MAX_MESSAGE_BYTES, MEGABYTE, RawMessage

NEEDLE = b"\nFrom "
LOOKAHEAD = 2048
"""A separator and the line after it are looked at only when this much has been read behind its start."""

# "From someone@example.org Thu Jan  1 00:00:00 1970", with a zone before or after the year as some write it.
POSTMARK = re.compile(
    rb"From [^\n]{0,500}?[A-Z][a-z]{2},? +(?:[A-Z][a-z]{2} +\d{1,2}|\d{1,2} +[A-Z][a-z]{2}) +"
    rb"(?:\d{4} +)?\d{1,2}:\d{2}(?::\d{2})?(?: +[A-Za-z0-9+-]{1,6}){0,2}[ \t]*\r?\n"
)
NEVER = re.compile(rb"(?!)")
"""For a file that is one letter: nothing in it begins another."""
LOOSE_POSTMARK = re.compile(rb"From [^\n]{1,500}\n")
HEADER_LINE = re.compile(rb"(?:>?From |[!-9;-~]{1,200}[ \t]*:|\Z)")


class Splitter:
    """Feed it bytes, take whole messages; holds one message and one chunk at most."""

    def __init__(self, max_message: int = MAX_MESSAGE_BYTES) -> None:
        self.buffer = bytearray()
        self.max_message = max_message
        self.number = 0
        self.postmark: re.Pattern[bytes] | None = None
        self.searched = 0
        self.spool: BinaryIO | None = None

    def feed(self, data: bytes, *, last: bool = False) -> Iterator[RawMessage]:
        """Take the next bytes of the file and yield every message that is now known to be whole."""
        self.buffer += data
        if self.postmark is None and not self._begin(last=last):
            return
        start = 0
        while (cut := self._next_separator(start, last=last)) >= 0:
            yield from self._emit(start, cut)
            start = self.searched = cut
        del self.buffer[:start]
        self.searched = max(self.searched - start, 0)
        if last:
            if self.buffer or self.spool:
                yield from self._emit(0, len(self.buffer))
            self.buffer.clear()
            return
        if self.spool or len(self.buffer) > self.max_message:
            self._spill(max(len(self.buffer) - LOOKAHEAD, 0))

    def _begin(self, *, last: bool) -> bool:
        """Skip blank lines at the top and learn from the first separator how strict this file's are."""
        blank = len(self.buffer) - len(self.buffer.lstrip(b"\r\n\t \xef\xbb\xbf"))
        del self.buffer[:blank]
        if len(self.buffer) < LOOKAHEAD and not last:
            return False
        self.postmark = POSTMARK if POSTMARK.match(self.buffer) else LOOSE_POSTMARK
        return True

    def _next_separator(self, start: int, *, last: bool) -> int:
        """Find where the next message begins, or -1 when that is not known yet."""
        buffer = self.buffer
        end = len(buffer)
        at = max(self.searched - 1, start)
        while (at := buffer.find(NEEDLE, at)) >= 0:
            if end - at < LOOKAHEAD and not last:
                self.searched = at
                return -1
            if self._is_separator(at):
                return at + 1
            at += 1
        self.searched = max(end - len(NEEDLE), start)
        return -1

    def _is_separator(self, newline: int) -> bool:
        """Tell a separator from a sentence: a blank line before, a date in it or else a header after it."""
        before = self.buffer[max(newline - 2, 0) : newline]
        if not (before.endswith(b"\n") or before == b"\n\r" or newline == 0):
            return False
        if self.postmark is not LOOSE_POSTMARK:
            return bool(cast("re.Pattern[bytes]", self.postmark).match(self.buffer, newline + 1))
        mark = LOOSE_POSTMARK.match(self.buffer, newline + 1)
        return bool(mark and HEADER_LINE.match(self.buffer, mark.end()))

    def _emit(self, start: int, end: int) -> Iterator[RawMessage]:
        """Yield the message between two separators, without its `From ` line and the blank line after it."""
        self.number += 1
        place = f"message {self.number}"
        first = self._after_postmark(start, end)
        if self.spool or end - first > self.max_message:
            self._keep(self.buffer[first:end])
            spool, self.spool = self.spool, None
            yield RawMessage(data=b"", place=place, spool=spool, problem=too_large(self.max_message))
            return
        data = bytes(self.buffer[first:end])
        if first == start:
            pass  # a letter by itself: every byte is its own
        elif data.endswith(b"\n\r\n"):
            data = data[:-2]
        elif data.endswith(b"\n\n"):
            data = data[:-1]
        yield RawMessage(data=data, place=place)

    def _after_postmark(self, start: int, end: int) -> int:
        """Find where the message itself begins; the rest of one already being spilled has no `From ` line."""
        if self.spool or not self.buffer.startswith(b"From ", start):
            return start
        return self.buffer.find(b"\n", start, end) + 1 or end

    def _spill(self, end: int) -> None:
        """Move what is too large for memory to a file, keeping the tail in which a separator may begin."""
        start = self._after_postmark(0, end)
        self._keep(self.buffer[start:end])
        del self.buffer[:end]
        self.searched = 0

    def _keep(self, data: bytes | bytearray) -> None:
        if self.spool is None:
            self.spool = cast("BinaryIO", tempfile.TemporaryFile())  # noqa: SIM115 whoever takes the message closes it
        if self.spool.tell() < MAX_HELD_BYTES:
            self.spool.write(data)


def too_large(limit: int) -> str:
    """Say that a message was held back for its size."""
    return f"The message is larger than {limit // MEGABYTE} MB, more than a mail carries. It may be several in one."


def split(chunks: Iterable[bytes], *, max_message: int = MAX_MESSAGE_BYTES) -> Iterator[RawMessage]:
    """Yield the messages of an mbox that arrives in pieces of any size."""
    splitter = Splitter(max_message)
    for chunk in chunks:
        yield from splitter.feed(chunk)
    yield from splitter.feed(b"", last=True)
