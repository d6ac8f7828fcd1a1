"""Two wordings side by side, clause by clause, with the words that differ."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Protocol

ALIKE = 0.35  # below this share of common words a clause counts as rewritten, and is shown as a whole
_WORDS = re.compile(r"\S+\s*|\s+")


class Worded(Protocol):
    """A clause, as far as comparing needs it."""

    @property
    def number(self) -> str: ...
    @property
    def heading(self) -> str: ...
    @property
    def body(self) -> str: ...


class Change(StrEnum):
    """What became of a clause."""

    SAME = "same"
    RENUMBERED = "renumbered"
    CHANGED = "changed"
    NEW = "new"
    GONE = "gone"


class Part(StrEnum):
    """What became of some words."""

    KEPT = "kept"
    ADDED = "added"
    TAKEN = "taken"


@dataclass(frozen=True, slots=True)
class Run:
    """Words that share a fate."""

    part: Part
    words: str


@dataclass(frozen=True, slots=True)
class Line:
    """One clause of the comparison: the numbers it had and has, and its words."""

    change: Change
    was: str
    number: str
    runs: tuple[Run, ...]


def compare(old: Sequence[Worded], new: Sequence[Worded]) -> list[Line]:
    """What changed from one wording to another, in the order of the new one."""
    matcher = SequenceMatcher(None, [_text(clause) for clause in old], [_text(clause) for clause in new])
    lines: list[Line] = []
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "equal":
            lines.extend(_unchanged(was, now) for was, now in zip(old[a:b], new[c:d], strict=True))
        else:
            lines.extend(_rewritten(old[a:b], new[c:d]))
    return lines


def words(old: str, new: str) -> tuple[Run, ...]:
    """What was taken from a text and what was added to it; as a whole, where little is common to both."""
    a, b = _WORDS.findall(old), _WORDS.findall(new)
    matcher = SequenceMatcher(None, a, b)
    if matcher.quick_ratio() < ALIKE:
        return tuple(run for run in (Run(Part.TAKEN, old), Run(Part.ADDED, new)) if run.words)
    runs: list[Run] = []
    for tag, i, j, k, m in matcher.get_opcodes():
        if tag == "equal":
            runs.append(Run(Part.KEPT, "".join(b[k:m])))
            continue
        runs.extend(_marked(Part.TAKEN, "".join(a[i:j])))
        runs.extend(_marked(Part.ADDED, "".join(b[k:m])))
    return tuple(runs)


def _marked(part: Part, words: str) -> Iterator[Run]:
    """Words that were taken or added, without marking the space after them."""
    bare = words.rstrip()
    if bare:
        yield Run(part, bare)
        yield Run(Part.KEPT, words[len(bare) :])


def _text(clause: Worded) -> str:
    return f"{clause.heading}\n{clause.body}".strip()


def _unchanged(was: Worded, now: Worded) -> Line:
    change = Change.SAME if was.number == now.number else Change.RENUMBERED
    return Line(change, was.number, now.number, (Run(Part.KEPT, _text(now)),))


def _rewritten(old: Sequence[Worded], new: Sequence[Worded]) -> Iterator[Line]:
    """Clauses that differ: the same number is the same clause; the rest is gone or new."""
    before = {clause.number: clause for clause in old}
    after = {clause.number for clause in new}
    for clause in old:
        if clause.number not in after:
            yield Line(Change.GONE, clause.number, "", (Run(Part.TAKEN, _text(clause)),))
    for clause in new:
        was = before.get(clause.number)
        if was is None:
            yield Line(Change.NEW, "", clause.number, (Run(Part.ADDED, _text(clause)),))
        else:
            yield Line(Change.CHANGED, was.number, clause.number, words(_text(was), _text(clause)))
