"""A PDF as bytes: how often it was saved, what lies before, between and behind its objects, and in all its streams.

It knows nothing of the tables of the file, so what they hide (an earlier version, an object nothing points at) it sees.
"""

import re
import zlib
from collections.abc import Iterator

from moothall.disclosure.inside.report import Report

MOST_EARLIER = 4  # earlier versions that are read, to say what is in them
MOST_INFLATED = 256 * 1024 * 1024  # bytes of all streams together
CHUNK = 64 * 1024
DEFLATED = 8  # the mark of deflated data in the low half of its first byte
_END = re.compile(rb"%%EOF")
_PREVIOUS = re.compile(rb"/Prev\s*\d")
_OBJECT = re.compile(rb"(?:^|[\r\n\s])(\d{1,10})[ \t]+(\d{1,5})[ \t\r\n]+obj\b")
_STREAM = re.compile(rb"stream\r?\n")
_SPACE = b"\0\t\n\f\r "


class TooMuch(Exception):  # noqa: N818  says what it is
    """The streams of a file are more than is read."""


def look(content: bytes, report: Report) -> None:
    """Tell whatever is wrong with a PDF as bytes."""
    _shape(content, report)
    report.data(content, "file")
    for at, stream in streams(content):
        report.data(stream, "stream", at)


def _shape(content: bytes, report: Report) -> None:
    ends = [match.end() for match in _END.finditer(content)]
    if not content.startswith(b"%PDF-"):
        report.tell("before")
    if not ends:
        report.tell("no_end")
    elif content[ends[-1] :].strip(_SPACE):
        report.tell("behind")
    if len(ends) > 1:
        report.tell("saved_again", at=len(ends))
    if content.count(b"startxref") > 1:
        report.tell("tables")
    if _PREVIOUS.search(content):
        report.tell("previous")
    seen: set[tuple[bytes, bytes]] = set()
    for match in _OBJECT.finditer(content):
        name = (match[1].lstrip(b"0"), match[2].lstrip(b"0"))
        if name in seen:
            report.tell("twice", at=int(match[1]))
            break
        seen.add(name)


def earlier(content: bytes) -> Iterator[bytes]:
    """The versions of the file before its last."""
    ends = [match.end() for match in _END.finditer(content)]
    for end in ends[:-1][:MOST_EARLIER]:
        yield content[:end] + b"\n"


def streams(content: bytes) -> Iterator[tuple[int, bytes]]:
    """Everything in the file that can be inflated, and where it begins; raises `TooMuch`."""
    left = MOST_INFLATED
    for match in _STREAM.finditer(content):
        data = _inflated(content, match.end(), left)
        left -= len(data)
        if data:
            yield match.end(), data


def _inflated(content: bytes, start: int, most: int) -> bytes:
    if start >= len(content) or content[start] & 0x0F != DEFLATED:
        return b""
    inflater, parts, size = zlib.decompressobj(), [], 0
    while start < len(content) and not inflater.eof:
        try:
            part = inflater.decompress(content[start : start + CHUNK], most - size + 1)
        except zlib.error:
            break  # what came until here counts
        size += len(part)
        if size > most or inflater.unconsumed_tail:
            raise TooMuch
        parts.append(part)
        start += CHUNK
    return b"".join(parts)
