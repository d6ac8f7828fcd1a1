"""Every byte of a PDF accounted for: what its own table does not list was left over, or put there.

The table is read here anew, and not by the library that reads the objects. One saving and one table are taken for
granted: files with several are refused elsewhere.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pikepdf

from moothall.disclosure.inside.report import Report

MOST_COMMENTS = 1024  # bytes of comments at the head of a file, and inside objects
_SPACE = rb"[\0\t\n\f\r ]"
_HEADER = re.compile(rb"%PDF-\d\.\d[\t ]*(?:\r\n|\r|\n)(?:%[^\r\n]*(?:\r\n|\r|\n))*")
_NAME = re.compile(_SPACE + rb"*(\d{1,10})[\t ]+(\d{1,5})" + _SPACE + rb"+obj")
_START = re.compile(rb"startxref" + _SPACE + rb"+(\d{1,12})" + _SPACE + rb"+%%EOF")
_SECTION = re.compile(_SPACE + rb"*(\d{1,10})[\t ]+(\d{1,7})[\t ]*[\r\n]+")
_ROW = re.compile(rb"(\d{10})[\t ](\d{5})[\t ]([nf])(?: \r|[\t ]?\r?\n|\r)")
_TOKEN = re.compile(
    rb"(?P<blank>[\0\t\n\f\r ]+)|(?P<comment>%[^\r\n]*)|(?P<name>/[^\0\t\n\f\r ()<>\[\]{}/%]*)|(?P<open><<|\[)"
    rb"|(?P<close>>>|\])|(?P<hex><[0-9A-Fa-f\0\t\n\f\r ]*>)|(?P<string>\()|(?P<word>[^\0\t\n\f\r ()<>\[\]{}/%]+)"
)
_IN_STRING = re.compile(rb"\\.|[()]", re.DOTALL)
_STREAM = re.compile(rb"\r?\n|\r")
_END_OF_STREAM = re.compile(_SPACE + rb"*endstream" + _SPACE + rb"+endobj\b")
_END = re.compile(_SPACE + rb"*endobj\b")
_ANY_OBJECT = re.compile(rb"(?:^|[\0\t\n\f\r >])(\d{1,10})[ \t]+\d{1,5}[ \t\r\n]+obj\b")


class Unclear(Exception):  # noqa: N818  says what it is
    """The file is not laid out as the standard has it."""


@dataclass(frozen=True)
class Listed:
    """What the table lists: where objects lie in the file, and which lie in the streams of objects."""

    places: Mapping[int, int]  # by number
    packed: Mapping[int, int]  # the number of the stream by the number of the object
    start: int
    end: int  # of the table with its trailer; the start, where the table is an object itself


def look(content: bytes, pdf: pikepdf.Pdf, report: Report) -> None:
    """Tell of every object that the table does not list, and of bytes that belong to nothing."""
    try:
        listed = _listed(content, pdf)
        _walk(content, pdf, listed, report)
        for number in sorted(set(listed.packed.values())):
            _packed(pdf.get_object(number, 0), number, listed, report)
    except (Unclear, pikepdf.PdfError, ValueError, TypeError, AttributeError, KeyError, IndexError):
        report.tell("damaged")


def _listed(content: bytes, pdf: pikepdf.Pdf) -> Listed:
    ends = list(_START.finditer(content))
    if len(ends) != 1:
        raise Unclear
    start = int(ends[0][1])
    if content.startswith(b"xref", start):
        return _table(content, start)
    named = _NAME.match(content, start)
    if named is None:
        raise Unclear
    return _table_stream(pdf.get_object(int(named[1]), int(named[2])), int(named[1]), start)


def _table(content: bytes, start: int) -> Listed:
    places: dict[int, int] = {}
    at = start + len(b"xref")
    while section := _SECTION.match(content, at):
        at = section.end()
        for number in range(int(section[1]), int(section[1]) + int(section[2])):
            row = _ROW.match(content, at)
            if row is None or number in places:
                raise Unclear
            at = row.end()
            if row[3] == b"n" and int(row[1]):
                places[number] = int(row[1])
    trailer = re.compile(_SPACE + rb"*trailer").match(content, at)
    if trailer is None:
        raise Unclear
    return Listed(places, {}, start, _value(content, trailer.end()).end)


def _table_stream(stream: Any, number: int, start: int) -> Listed:
    widths = [int(one) for one in stream.W]
    rows = stream.read_bytes()
    index = [int(one) for one in stream.get("/Index", (0, stream.Size))]
    numbers = [one for first, count in zip(index[::2], index[1::2], strict=True) for one in range(first, first + count)]
    if len(widths) != 3 or len(rows) != sum(widths) * len(numbers) or len(set(numbers)) != len(numbers):
        raise Unclear
    places, packed = {number: start}, {}
    for at, one in enumerate(numbers):
        row = rows[at * sum(widths) : (at + 1) * sum(widths)]
        kind = int.from_bytes(row[: widths[0]]) if widths[0] else 1
        value = int.from_bytes(row[widths[0] : widths[0] + widths[1]])
        if kind == 1 and value:
            places[one] = value
        elif kind == 2:
            packed[one] = value
        elif kind > 2:
            raise Unclear
    return Listed(places, packed, start, start)


def _walk(content: bytes, pdf: pikepdf.Pdf, listed: Listed, report: Report) -> None:
    """Go through the file from its first byte to its last."""
    at = _head(content, report)
    comments: list[bytes] = []
    parts = sorted((place, number) for number, place in listed.places.items())
    if listed.end > listed.start:
        parts = sorted([*parts, (listed.start, -1)])
    for place, number in parts:
        _between(content, at, place, report)
        at = listed.end if number < 0 else _object(content, place, number, pdf, comments)
    last = _START.search(content, at)
    if last is None:
        raise Unclear
    _between(content, at, last.start(), report)
    _comments(b"\n".join(comments), report)
    for found in _ANY_OBJECT.finditer(content):
        if listed.places.get(int(found[1])) not in range(found.start(), found.start(1) + 1):
            report.tell("loose", at=int(found[1]))


def _head(content: bytes, report: Report) -> int:
    head = _HEADER.match(content)
    if head is None:
        raise Unclear
    _comments(head[0], report)
    return head.end()


def _comments(said: bytes, report: Report) -> None:
    if len(said) > MOST_COMMENTS:
        report.tell("loose")
    report.text(said.decode("latin-1"), "file")
    report.text(said.decode("utf-8", "ignore"), "file")


def _between(content: bytes, start: int, end: int, report: Report) -> None:
    """Between objects there is nothing but space."""
    if end < start:
        raise Unclear
    if content[start:end].strip(b"\0\t\n\f\r "):
        named = _NAME.search(content, start, end)
        report.tell("loose", at=int(named[1]) if named else 0)


def _object(content: bytes, place: int, number: int, pdf: pikepdf.Pdf, comments: list[bytes]) -> int:
    """Where an object ends."""
    named = _NAME.match(content, place)
    if named is None or int(named[1]) != number:
        raise Unclear
    first = content.find(b"endobj", named.end())
    if first > 0 and not any(mark in content[named.end() : first] for mark in (b"(", b"%", b"stream")):
        return first + len(b"endobj")  # that it is one value, the library sees
    value = _value(content, named.end())
    comments.extend(value.comments)
    end = _END.match(content, value.end)
    if end is not None:
        return end.end()
    word = _TOKEN.match(content, _past_blank(content, value.end))
    if word is None or word["word"] != b"stream":
        raise Unclear
    line = _STREAM.match(content, word.end())
    if line is None:
        raise Unclear
    size = int(pdf.get_object(number, int(named[2])).Length)
    end = _END_OF_STREAM.match(content, line.end() + size)
    if end is None:
        raise Unclear
    return end.end()


@dataclass(frozen=True)
class _Value:
    """Where a value ends, and the comments within."""

    end: int
    comments: tuple[bytes, ...]


def _value(content: bytes, at: int) -> _Value:
    """Take one value: what is opened and closed, one token, or a reference, which is three words."""
    comments, depth, end, words = [], 0, at, 0
    for token in _tokens(content, at):
        if token.kind == "comment":
            comments.append(content[token.start : token.end])
            continue
        word = token.kind == "word"
        if depth == 0 and ((words and not word) or (word and content[token.start : token.end] in _ENDS)):
            break
        depth += {"open": 1, "close": -1}.get(token.kind, 0)
        words += depth == 0 and word
        end = token.end
        if depth < 0 or (depth == 0 and not word):
            break
    if depth or words not in {0, 1, 3} or (words == 3 and content[end - 1 : end] != b"R"):
        raise Unclear
    return _Value(end, tuple(comments))


_ENDS = frozenset({b"endobj", b"stream", b"endstream", b"startxref", b"xref", b"obj"})


@dataclass(frozen=True)
class _Token:
    kind: str
    start: int
    end: int


def _tokens(content: bytes, at: int) -> Iterator[_Token]:
    """The tokens from a place on, without blanks."""
    while (token := _TOKEN.match(content, at)) is not None:
        at = _end_of_string(content, token.end()) if token.lastgroup == "string" else token.end()
        if token.lastgroup != "blank":
            yield _Token(str(token.lastgroup), token.start(), at)


def _end_of_string(content: bytes, at: int) -> int:
    depth = 1
    for mark in _IN_STRING.finditer(content, at):
        depth += {b"(": 1, b")": -1}.get(mark[0], 0)
        if depth == 0:
            return mark.end()
    raise Unclear


def _past_blank(content: bytes, at: int) -> int:
    while at < len(content) and content[at] in b"\0\t\n\f\r ":
        at += 1
    return at


def _packed(stream: Any, number: int, listed: Listed, report: Report) -> None:
    """A stream of objects holds the ones that the table lists in it, one after another, and nothing else."""
    data, first, count = stream.read_bytes(), int(stream.First), int(stream.N)
    head = [int(one) for one in data[:first].split()]
    if len(head) != 2 * count or "/Extends" in stream:
        raise Unclear
    places = sorted(zip((first + offset for offset in head[1::2]), head[::2], strict=True))
    ends = [place for place, _one in places[1:]] + [len(data)]
    _between(data, first, places[0][0] if places else len(data), report)
    for (place, one), end in zip(places, ends, strict=True):
        if listed.packed.get(one) != number:
            report.tell("loose", at=one)
        part = data[place:end]
        _between(part, _value(part, 0).end, len(part), report)
