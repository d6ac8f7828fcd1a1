"""Taking the name of who asks out of what they ask: whoever searches and reviews is blind to it (FOIA s.1(1))."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from moothall.disclosure.intake import closings
from moothall.disclosure.law.words import everyday, little

SHORTEST = 3  # letters: a shorter name would be found in ordinary words
MOST_OF_A_NAME = 200  # characters
TITLES = r"(?:mr|mrs|ms|miss|mx|dr|prof|professor|cllr|sir|dame|lord|lady|rev)"
# What may stand between a given name and a surname: other names, letters, what belongs to a surname.
OTHER = r"(?-i:[^\W\d_a-zß-ÿ][\w'’-]{0,15}\.?|de|da|di|du|la|le|van|von|der|ap|ab|[“\"(][\w'’-]{1,15}[”\")])"
BETWEEN = rf"(?:[\s,]+{OTHER}){{0,2}}[\s,]+"
CALLED = r"(?P<keep>\b(?:I\s+am|I['’]m|my\s+name\s+is|my\s+name['’]s|fy\s+enw\s+i\s+yw)\s+)"
MINE = (
    r"(?P<keep>\b(?:(?:call|ring|phone|reach|contact)\s+me|ffoniwch\s+fi|my\s+(?:mobile|number|phone))\b[^\n\d+]{0,20})"
)
SPOKEN = re.compile(r"[\w'’.-]+", re.UNICODE)


@dataclass(frozen=True)
class Name:
    """A name as its bearer writes it; one that is only read off an e-mail address is looked for in capitals alone."""

    words: tuple[str, ...]
    guessed: bool = False

    @property
    def looked_for(self) -> bool:
        """Whether it is long enough to be told from other words."""
        return len("".join(self.words)) >= SHORTEST

    @property
    def tells(self) -> frozenset[str]:
        """Its parts, in small letters, by which a line is known to be theirs."""
        return frozenset(word.casefold() for word in self.words if len(word) >= SHORTEST)


def unsigned(text: str, name: str, address: str) -> str:
    """The text with the name and the e-mail address of its writer replaced, and what it is signed with cut.

    The original is kept elsewhere. A surname alone stays, for it may be the name of a street; with a title, a given
    name or initials before it it is replaced. Of the lines at the end only those go that are a name or an address.
    """
    names = names_of(name, address)
    text, signed = closings.cut(text, _known(names), _("[who asks]"))
    names += _learned(signed, names)
    for pattern in [*_of_address(address), *(pattern for each in names for pattern in _patterns(each))]:
        text = pattern.sub(_mark, text)
    return text


def signed_by(text: str, name: str, address: str) -> str:
    """The name in which a text is signed, where that may be its writer's: by it other words of theirs are unsigned."""
    names = names_of(name, address)
    _text, signed = closings.cut(text, _known(names), "")
    return " ".join(word for each in _learned(signed, names) for word in each.words)


def _known(names: list[Name]) -> frozenset[str]:
    return frozenset().union(*(each.tells for each in names))


def names_of(name: str, address: str) -> list[Name]:
    """How somebody may be called: as they say, and as their e-mail address says where that is the same name or alone.

    `Hollis, Edith` is turned round; what stands in brackets is no name.
    """
    said = _spoken(name)
    read = _spoken(re.sub(r"[._+\d-]+", " ", (name if "@" in name else address).partition("@")[0]))
    known = {word.casefold() for word in said}
    found = [Name(said)] if said else []
    if len(read) > 1 and (not said or (read[-1].casefold() in known and set(map(str.casefold, read)) - known)):
        found.append(Name(read, guessed=True))
    return [each for each in found if each.looked_for]


def _spoken(name: str) -> tuple[str, ...]:
    if "@" in name:
        return ()
    bare = re.sub(r"\([^)]*\)|[\"“”]", " ", name[:MOST_OF_A_NAME])
    last, comma, first = bare.partition(",")
    words = [word.strip(".,") for word in SPOKEN.findall(f"{first} {last}" if comma else bare)]
    return tuple(word for word in words if word and not re.fullmatch(TITLES, word, re.I))


def _learned(signed: tuple[str, ...], names: list[Name]) -> list[Name]:
    """The name in which a text is signed: where we know none, or know it in part."""
    if len(signed) < 2 or (names and not any(word.casefold() in _known(names) for word in signed)):
        return []
    return [Name(signed, guessed=True)]


def _mark(found: re.Match[str]) -> str:
    """What stands in the place of a name; an everyday word before a surname is no given name."""
    groups = found.groupdict()
    if (first := groups.get("first")) and first.casefold() in little() | everyday():
        return found[0]
    return (groups.get("keep") or "") + _("[who asks]")


def _of_address(address: str) -> Iterator[re.Pattern[str]]:
    if "@" in address:
        yield re.compile(r"(?<![\w.])" + re.escape(address.strip()) + r"(?![\w])", re.I)
    yield re.compile(rf"{MINE}\+?\d[\d ()/-]{{7,16}}\d", re.I)


def _patterns(name: Name) -> Iterator[re.Pattern[str]]:
    words = name.words
    if len(words) == 1:
        alone = words[0].casefold() in little() | everyday()
        yield re.compile(rf"{CALLED}{_word(words[0], name)}\b" if alone else rf"\b{_word(words[0], name)}\b", re.I)
        return
    before = rf"(?:{TITLES}\.?\s+)?"
    given, last = words[:-1], rf"{_word(words[-1], name)}(?:-\w+)?"
    whole = r"[\s,]+".join(_word(word, name) for word in words)
    turned = r"\s+".join(_word(word, name) for word in given)
    yield re.compile(rf"\b{before}{whole}\b", re.I)
    yield re.compile(rf"\b{last},\s*{turned}\b", re.I)
    for first in dict.fromkeys(given):
        if len(first) > 1:
            yield re.compile(rf"\b{before}{_word(first, name)}{BETWEEN}{last}\b", re.I)
            yield re.compile(rf"{CALLED}{_word(first, name)}\b", re.I)
        else:
            written = rf"(?P<first>(?-i:{re.escape(first.upper())}[^\W\d_]{{1,20}}))"
            yield re.compile(rf"\b{before}{written}{BETWEEN}{last}\b", re.I)
    if len(words[-1]) >= SHORTEST:
        initials = r"\s*".join(re.escape(word[0]) + r"\.?" for word in given)
        yield re.compile(rf"\b{before}{initials}\s+{last}\b", re.I)
        one = rf"(?-i:{re.escape(words[0][0].upper())}\.?)"
        yield re.compile(rf"\b{before}{one}(?:\s*(?-i:[A-Z]\.?)){{0,2}}\s+{last}\b", re.I)
        yield re.compile(rf"\b{TITLES}\.?\s+(?:(?-i:[^\W\d_a-zß-ÿ][\w'’-]{{0,15}}\.?)\s+){{0,2}}{last}\b", re.I)


def _word(word: str, name: Name) -> str:
    """One word of a name as a pattern; of a name that we only guess, in capitals."""
    if not name.guessed:
        return re.escape(word)
    return f"(?-i:{re.escape(word.capitalize())}|{re.escape(word.upper())})"
