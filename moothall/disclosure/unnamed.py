"""Whether a text says who somebody is: their name by its parts, their addresses, in whatever letters they are written.

What is found is told by where it comes from and as it stands in the text, so that whoever publishes can take it out.
It rather finds too much: a text is worded another way more easily than a name is called back.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from moothall.disclosure.inside.words import ALIKE
from moothall.disclosure.law.words import everyday, little, providers

LEAST = 3  # letters of a part of a name that tells by itself
LEAST_WHOLE = 6  # letters of a whole name that is looked for across blanks and stops
LEAST_DIGITS = 7  # of a telephone number
TITLES = frozenset({"mr", "mrs", "ms", "miss", "mx", "dr", "prof", "sir", "dame", "rev", "cllr", "councillor"})
# Two letters with stops that everybody writes.
ABBREVIATIONS = frozenset({("i", "e"), ("e", "g"), ("a", "m"), ("p", "m"), ("n", "b"), ("p", "a"), ("c", "c")})
POSTCODE = re.compile(r"\b[a-z]{1,2}[0-9][a-z0-9]?\s*[0-9][a-z]{2}\b")
NUMBER = re.compile(r"\+?[0-9][0-9 ()./-]{5,}[0-9]")
TOKEN = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class Someone:
    """A person who is not to be told of."""

    name: str = ""
    email: str = ""
    address: str = ""


def said(text: str, people: Iterable[Someone]) -> tuple[str, ...]:
    """What in the text tells of these people, in the order in which it is looked for, each once; nothing if clean."""
    plain = folded(text)
    words = TOKEN.findall(plain)
    return tuple(dict.fromkeys(each for someone in people for each in _of(someone, plain, words)))


def folded(text: str) -> str:
    """A text in small letters without accents, without what is not seen, and in our alphabet where letters look so."""
    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    seen = "".join(c for c in apart if unicodedata.category(c) not in ("Cf", "Mn", "Me", "Cc") or c in "\n\t\r")
    return seen.translate(ALIKE).replace("’", "'").replace("'", "")


def _of(someone: Someone, plain: str, words: Sequence[str]) -> Iterator[str]:
    yield from _name(someone.name, words)
    yield from _email(someone.email, plain, words)
    yield from _address(someone.address, plain, words)


def _name(name: str, words: Sequence[str]) -> Iterator[str]:
    parts = TOKEN.findall(folded(name))
    while len(parts) > 1 and parts[0] in TITLES:
        parts = parts[1:]
    if not parts:
        return
    known, ordinary = set(words), everyday() | little()
    pieces = [*parts, *TOKEN.findall(folded(re.sub("['’]", " ", name)))]  # O’Brien, O Brien
    yield from (part for part in pieces if len(part) >= LEAST and part not in ordinary and _stands(part, known))
    if len(parts) < 2:
        return
    given, surname = parts[:-1], parts[-1]
    firsts = {*given, *(part[0] for part in given)}
    for before, after in pairwise(words):
        if (after == surname and before in firsts) or (before == surname and after in firsts):
            yield f"{before} {after}"
    letters = [part[0] for part in parts]
    if tuple(letters) not in ABBREVIATIONS and _runs(letters, words):
        yield ".".join(letters)
    whole = "".join(parts)
    if len(whole) >= LEAST_WHOLE and (whole in "".join(words) or "".join([surname, *given]) in "".join(words)):
        yield " ".join(parts)


def _email(email: str, plain: str, words: Sequence[str]) -> Iterator[str]:
    local, _at, domain = folded(email.strip()).partition("@")
    if not local:
        return
    if f"{local}@" in "".join(plain.split()):
        yield f"{local}@"
    known, ordinary = set(words), everyday() | little() | providers()
    parts = [part for part in re.findall(r"[^\W\d_]+", local) if len(part) > LEAST and part not in ordinary]
    yield from (part for part in parts if _stands(part, known))
    labels = domain.split(".")
    if domain and labels[0] not in providers() and domain in "".join(plain.split()):
        yield domain


def _address(address: str, plain: str, words: Sequence[str]) -> Iterator[str]:
    close, digits = "".join(words), re.sub(r"[^0-9]", "", plain)
    for line in re.split(r"[\n,;]", folded(address)):
        for code in POSTCODE.findall(line):
            if (squeezed := "".join(code.split())) in close:
                yield squeezed
        for number in NUMBER.findall(line):
            if len(figures := re.sub(r"[^0-9]", "", number)) >= LEAST_DIGITS and figures in digits:
                yield figures
        parts = TOKEN.findall(POSTCODE.sub(" ", line))
        street = parts[1:] if parts and parts[0][0].isdecimal() else parts
        if len(street) >= 2 and _runs(street, words):
            yield " ".join(street)


def _stands(part: str, known: set[str]) -> bool:
    """Whether a part stands there as a word, also of several and of what belongs to them: Hollis, Holliss, Hollises."""
    return any(word in known for word in (part, f"{part}s", f"{part}es"))


def _runs(parts: Sequence[str], words: Sequence[str]) -> bool:
    """Whether these words stand there one after another."""
    size = len(parts)
    return any(list(words[at : at + size]) == list(parts) for at in range(len(words) - size + 1))
