"""What is on the like of what: titles compared with a title and the words below it, as the search index compares words.

A title is on the like of a matter where a telling word of it stands in the matter's own title, or two of them stand in
its further words. A word tells something when it is of some length and no “where” or “should”, and when not every
third title has it: among policies, “policy” says nothing.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from moothall.lessons.words import stems, stems_of_subject

SHORT = 4  # letters of a word that says little by itself
LITTLE = (
    "about been could does done each find from have into many more most much must only other over shall should some"
    " such than that their them then there these they this those under what when where which while whom whose will"
    " with would your"
)  # words that say little though they are longer; of another language every third title has its own
FEW = 6  # titles; of fewer any word tells something
SHARE = 3  # a word that one title of so many has is common
_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Near:
    """The title at a place of those that were given, and the words of it that were met, as it writes them."""

    place: int
    words: tuple[str, ...]


def nearest(title: str, text: str, titles: Sequence[str], *, most: int) -> list[Near]:
    """Those of the titles that are on the like, the nearest first; of equals the one given first."""
    own, further = _telling(title), telling_text(text)
    asked = [_telling(each) for each in titles]
    common = _common(asked)
    scored = []
    for place, words in enumerate(asked):
        by_title, by_text = (words & own) - common, (words & (own | further)) - common
        if by_title or len(by_text) > 1:
            scored.append((len(by_title), len(by_text), -place, by_text))
    best = sorted(scored, key=lambda score: score[:3], reverse=True)[:most]
    return [Near(-place, _as_written(titles[-place], met)) for _title, _text, place, met in best]


def telling_text(text: str) -> frozenset[str]:
    """The telling words of a longer text, which is not kept in mind."""
    return _telling_of(stems(text)) if text else frozenset()


def _telling(title: str) -> frozenset[str]:
    return _telling_of(stems_of_subject(title))


def _telling_of(words: frozenset[str]) -> frozenset[str]:
    return frozenset(word for word in words if len(word) >= SHORT) - stems_of_subject(LITTLE)


def _common(titles: Sequence[frozenset[str]]) -> frozenset[str]:
    if len(titles) < FEW:
        return frozenset()
    counted = Counter(word for words in titles for word in words)
    return frozenset(word for word, count in counted.items() if count * SHARE > len(titles))


def _as_written(title: str, met: frozenset[str]) -> tuple[str, ...]:
    found = (word.lower() for word in _WORD.findall(title) if _telling(word) & met)
    return tuple(dict.fromkeys(found))
