"""Cutting a body in Markdown into numbered clauses, each with an address of its own.

A heading that begins with a number (`## 2 What you may share`) opens a section. A line that begins with a number of two
or three parts (`2.1 You may …`) opens a clause. What follows belongs to it until the next number. Sections are numbered
1, 2, 3 without a gap, and so are the clauses within each. Numbers inside fenced code are text like any other.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from moothall.kit import markdown

LONGEST = 40_000  # characters in a body
LONGEST_HEADING = 200
MOST_PROBLEMS = 20  # that an author is told of at once
LARGEST = 999  # in each part of a number
PARTS = 3

_HEADING = re.compile(r" {0,3}(#{1,6})(?:[ \t]+(.*?))?[ \t]*#*[ \t]*\Z")
_IN_HEADING = re.compile(r"([0-9]+(?:\.[0-9]+)*)\.?(?:\s+(.*))?\Z")
_NUMBERED = re.compile(r" {0,3}([0-9]+(?:\.[0-9]+)+)\.?(?:[ \t]+(.*))?\Z")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})(.*)\Z")

Number = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Cut:
    """One clause: its number as written, its heading in plain words, its Markdown, and that as safe HTML."""

    number: str
    heading: str
    body: str
    html: str


@dataclass(frozen=True, slots=True)
class Problem:
    """What keeps a body from being cut, on which line (from 1), in words that say what to do."""

    line: int
    words: str

    def __str__(self) -> str:
        return _("Line {line}: {words}").format(line=self.line, words=self.words)


class Unclear(ValueError):  # noqa: N818  says what is the matter
    """A body that cannot be cut into clauses."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("; ".join(f"{problem.line}" for problem in problems))
        self.problems = problems[:MOST_PROBLEMS]


@dataclass(slots=True)
class _Piece:
    """A clause under way: where it begins, and its lines so far."""

    line: int
    typed: str
    heading: str
    lines: list[str]


def read(body: str) -> list[Cut]:
    """The clauses of a body in their order; raises `Unclear` with every problem found, up to a few."""
    if len(body) > LONGEST:
        words = _("the text is too long: write at most {most} characters; this has {n}")
        raise Unclear([Problem(1, words.format(most=LONGEST, n=len(body)))])
    problems: list[Problem] = []
    pieces = list(_pieces(body, problems))
    if not pieces and not problems:
        problems.append(Problem(1, _("begin with a numbered heading, such as “## 1 Who this is for”")))
    _check_numbers(pieces, problems)
    cuts = [_cut(piece, problems) for piece in pieces]
    if problems:
        raise Unclear(sorted(problems, key=lambda problem: problem.line))
    return cuts


def _pieces(body: str, problems: list[Problem]) -> Iterator[_Piece]:
    """The body, divided at its numbers."""
    piece: _Piece | None = None
    fence = ""
    stray = False
    for at, line in enumerate(body.replace("\r\n", "\n").replace("\r", "\n").split("\n"), start=1):
        fence, fenced = _fenced(line, fence)
        begun = None if fenced else _begins(line, at, problems)
        if begun is not None:
            if piece is not None:
                yield piece
            piece = begun
        elif piece is not None:
            piece.lines.append(line)
        elif line.strip() and not stray and not _HEADING.match(line):
            stray = True
            words = _("put this under a numbered heading, such as “## 1 Who this is for”")
            problems.append(Problem(at, words))
    if piece is not None:
        yield piece


def _fenced(line: str, fence: str) -> tuple[str, bool]:
    """The fence that is open after this line (empty for none), and whether the line is code or its fence."""
    match = _FENCE.match(line)
    if not fence:
        opens = match is not None and not (match[1][0] == "`" and "`" in match[2])
        return (match[1], True) if match is not None and opens else ("", False)
    closes = match is not None and match[1].startswith(fence) and not match[2].strip()
    return ("" if closes else fence), True


def _begins(line: str, at: int, problems: list[Problem]) -> _Piece | None:
    """The clause that this line begins, if it does."""
    heading = _HEADING.match(line)
    if heading is not None:
        words = heading[2] or ""
        numbered = _IN_HEADING.match(words)
        if numbered is None:
            problems.append(Problem(at, _("give this heading a number, such as “## 1 Who this is for”")))
            return None
        return _Piece(at, numbered[1], (numbered[2] or "").strip(), [])
    paragraph = _NUMBERED.match(line)
    return _Piece(at, paragraph[1], "", [paragraph[2] or ""]) if paragraph is not None else None


def _check_numbers(pieces: list[_Piece], problems: list[Problem]) -> None:
    """See that every number follows from the one before."""
    seen: dict[Number, int] = {}
    before: _Piece | None = None
    for piece in pieces:
        number = _number(piece.typed)
        if number is None:
            words = _("“{number}” is no number of a clause. Write up to three parts, such as 2.1 or 2.1.3; {hint}")
            problems.append(Problem(piece.line, words.format(number=piece.typed, hint=_hint())))
            continue
        wrong = _wrong(number, seen, before)
        if wrong:
            problems.append(Problem(piece.line, wrong))
        seen.setdefault(number, piece.line)
        before = piece


def _number(typed: str) -> Number | None:
    """`2.1` as its parts; None for what no clause is called."""
    parts = typed.split(".")
    if len(parts) > PARTS or any(len(part) > len(str(LARGEST)) or part.startswith("0") for part in parts):
        return None
    return tuple(int(part) for part in parts)


def _wrong(number: Number, seen: dict[Number, int], before: _Piece | None) -> str:
    """What is wrong with a number where it stands, or nothing."""
    said = _said(number)
    if number in seen:
        words = _("{number} is there twice: it stands on line {line} already")
        return words.format(number=said, line=seen[number])
    missing = _missing(number, seen)
    if missing:
        words = _("{missing} is missing before {number}; {hint}")
        return words.format(missing=_said(missing), number=said, hint=_hint())
    last = _number(before.typed) if before is not None else None
    if last is not None and number < last:
        return _("{number} comes after {last}: put it in its order").format(number=said, last=_said(last))
    return ""


def _missing(number: Number, seen: dict[Number, int]) -> Number:
    """The first number that should have come before this one and did not; empty if none."""
    for depth in range(1, len(number) + 1):
        above, last = number[: depth - 1], number[depth - 1]
        for sibling in range(1, last):
            if (*above, sibling) not in seen:
                return (*above, sibling)
        if depth < len(number) and number[:depth] not in seen:
            return number[:depth]
    return ()


def _said(number: Number) -> str:
    return ".".join(str(part) for part in number)


def _hint() -> str:
    return _("if it was not meant as a number, don’t begin the line with it")


def _cut(piece: _Piece, problems: list[Problem]) -> Cut:
    """A finished clause; adds what is wrong with its words."""
    body = "\n".join(piece.lines).strip("\n")
    tokens = markdown.parse(body)
    skipped = next((at for at, line in enumerate(piece.lines) if line.strip()), 0)
    for token in tokens:
        if token.type == "heading_open" and token.level == 0 and token.map:
            line = piece.line + token.map[0] + skipped + (0 if not piece.heading else 1)
            problems.append(Problem(line, _("give this heading a number, such as “## 1 Who this is for”")))
    heading = markdown.plain(markdown.html(markdown.parse(piece.heading))) if piece.heading else ""
    if len(heading) > LONGEST_HEADING:
        words = _("shorten this heading to {most} characters")
        problems.append(Problem(piece.line, words.format(most=LONGEST_HEADING)))
    if not heading and not body.strip():
        problems.append(Problem(piece.line, _("write some words after {number}").format(number=piece.typed)))
    return Cut(piece.typed, heading, body, markdown.html(tokens) if body.strip() else "")
