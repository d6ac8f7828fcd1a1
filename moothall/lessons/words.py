"""Words that lessons apply to, and how they are compared with the words of a matter."""

import re
from collections.abc import Iterable
from functools import lru_cache

from moothall.search import index

LONGEST = 40  # characters of one subject
MOST = 8  # subjects of one lesson
COMPARED = 20_000  # characters of a matter that are compared
_BETWEEN = re.compile(r"[,;\n]")


def subjects(typed: str) -> tuple[str, ...]:
    """`Volunteers,  school Transport` as (`volunteers`, `school transport`): each once, in their order."""
    parts = (" ".join(part.split()).lower() for part in _BETWEEN.split(typed))
    return tuple(dict.fromkeys(part for part in parts if part))


def plain_subjects(given: Iterable[str]) -> tuple[str, ...]:
    """Subjects as they are kept. Raises ValueError for too many, or for one that is too long."""
    found = subjects("\n".join(given))
    if len(found) > MOST or any(len(each) > LONGEST for each in found):
        raise ValueError("A lesson applies to a few subjects of a few words each.")
    return found


def stems(text: str) -> frozenset[str]:
    """The words of a text as the search index compares them: without case, accents and endings."""
    return frozenset(token.text for token in index.analyzer().pre_tokenize(index.sound(text[:COMPARED])).tokens)


@lru_cache(maxsize=16_384)
def stems_of_subject(words: str) -> frozenset[str]:
    """The same of a subject, of which there are few and which come again and again."""
    return stems(words)
