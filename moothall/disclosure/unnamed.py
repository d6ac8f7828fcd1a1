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
LEAST_STREET = 2  # words of a line of an address that tells by itself
LEAST_JOINED = 5  # letters of a part that is looked for in the pieces of several words
MOST_SPELT = 20  # letters of a part that is looked for letter by letter: E-d-i-t-h
MOST_PIECES = 3  # words in which a part may be written: de la Mare
TITLES = frozenset({"mr", "mrs", "ms", "miss", "mx", "dr", "prof", "sir", "dame", "rev", "cllr", "councillor"})
# What stands before a name as a title does, in English and Welsh.
SALUTED = TITLES | frozenset({"professor", "lord", "lady", "revd", "dear", "hi", "hello", "annwyl", "bonwr", "bones"})
# What a person does who wants something of a council, or what is theirs; after a part of a name it tells whose.
ASKS = frozenset({"asks", "wants", "wishes", "requests", "writes", "says", "complains", "seeks", "enquires", "queries"})
ASKED = frozenset({"asked", "wanted", "wished", "requested", "wrote", "said", "complained", "sought", "enquired"})
ASKING = ASKS | ASKED | {"asking", "request", "queried"}
BETWEEN = frozenset({"has", "had", "also", "now", "then", "further", "would", "who"})
LEADING = frozenset({"as", "that", "what", "which", "when", "because", "and", "but", "if", "since"})
ASKED_BY = frozenset({"asked", "requested", "submitted", "written", "gofynnwyd", "ysgrifennwyd"})
ASKED_CY = frozenset({"gofynnodd", "hoffai", "ysgrifennodd"})
# Two letters with stops that everybody writes.
ABBREVIATIONS = frozenset({("i", "e"), ("e", "g"), ("a", "m"), ("p", "m"), ("n", "b"), ("p", "a"), ("c", "c")})
POSTCODE = re.compile(r"\b[a-z]{1,2}[0-9][a-z0-9]?\s*[0-9][a-z]{2}\b")
NUMBER = re.compile(r"\+?[0-9][0-9 ()./-]{5,}[0-9]")
TOKEN = re.compile(r"[^\W_]+")
END = re.compile(r"[.!?:;\n]\s*[\"“”‘(\[*•–-]*\s*$|^\s*$")
ENDS = re.compile(r"\s*(?:[.,:;!?)\n]|$)")
UMLAUT = re.compile(r"([aou])e")  # Müller is written Mueller where there are no dots


@dataclass(frozen=True)
class Someone:
    """A person who is not to be told of."""

    name: str = ""
    email: str = ""
    address: str = ""

    @property
    def strings(self) -> tuple[str, ...]:
        """What a file must not hold of them, letter by letter: name, e-mail, street, postcode, telephone."""
        found = [self.name, self.email] if len("".join(_parts(self.name))) >= LEAST_WHOLE else [self.email]
        for line in re.split(r"[\n,;]", self.address):
            plain = folded(line)
            found += [*POSTCODE.findall(plain), *(n for n in NUMBER.findall(plain) if len(_digits(n)) >= LEAST_DIGITS)]
            if len(_street(plain)) >= LEAST_STREET:
                found.append(line)
        return tuple(dict.fromkeys(each.strip() for each in found if TOKEN.search(each)))


@dataclass(frozen=True)
class _Text:
    """A text to look in: folded, its words, and the same without the e that stands for two dots."""

    plain: str
    words: Sequence[str]
    known: frozenset[str]
    joined: frozenset[str]

    @classmethod
    def of(cls, text: str) -> "_Text":
        """The text, folded once for all that is looked for in it."""
        plain = folded(text)
        words = TOKEN.findall(plain)
        return cls(plain, words, frozenset(words) | {_flat(word) for word in words}, frozenset(_joined(words)))


def said(text: str, people: Iterable[Someone]) -> tuple[str, ...]:
    """What in the text tells of these people, in the order in which it is looked for, each once; nothing if clean."""
    found = _Text.of(text)
    return tuple(dict.fromkeys(each for someone in people for each in _of(someone, found)))


def folded(text: str) -> str:
    """A text in small letters without accents, without what is not seen, and in our alphabet where letters look so."""
    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    seen = "".join(c for c in apart if unicodedata.category(c) not in ("Cf", "Mn", "Me", "Cc") or c in "\n\t\r")
    return seen.translate(ALIKE).replace("’", "'").replace("'", "")


def _of(someone: Someone, text: _Text) -> Iterator[str]:
    yield from _name(someone.name, text)
    yield from _email(someone.email, text.plain, text.known)
    yield from _address(someone.address, text.plain, text.words)


def _parts(name: str) -> list[str]:
    """The parts of a name without titles before it."""
    parts = TOKEN.findall(folded(name))
    while len(parts) > 1 and parts[0] in TITLES:
        parts = parts[1:]
    return parts


def _name(name: str, text: _Text) -> Iterator[str]:
    parts = _parts(name)
    if not parts:
        return
    ordinary = everyday() | little()
    pieces = [*parts, *TOKEN.findall(folded(re.sub("['’]", " ", name)))]  # O’Brien, O Brien
    pieces += [both for both in map("".join, pairwise(parts)) if len(both) >= LEAST_JOINED]  # De Souza, DeSouza
    pieces = [piece for piece in dict.fromkeys(pieces) if piece not in ordinary]
    yield from (piece for piece in pieces if len(piece) >= LEAST and _stands(piece, text.known))
    yield from (piece for piece in pieces if len(piece) >= LEAST_JOINED and _stands(piece, text.joined))
    yield from _spoken_of(parts, text)
    if len(parts) < 2:
        return
    yield from _whole(parts, text.words)


def _whole(parts: Sequence[str], words: Sequence[str]) -> Iterator[str]:
    """A given name or its letter beside the surname, all the first letters, and the name across blanks and stops."""
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


def _spoken_of(parts: Sequence[str], text: _Text) -> Iterator[str]:
    """Any part, however short and everyday, where the words around it say that a person is meant.

    That is after a title or a greeting, at the start of a sentence before a verb of asking, and after “asked by”.
    """
    wanted = {*parts, *map("".join, pairwise(parts))}
    wanted |= {_flat(part) for part in wanted}
    found = list(TOKEN.finditer(text.plain))
    for at, match in enumerate(found):
        before = text.words[at - 1] if at else ""
        for size in range(1, MOST_PIECES + 1):
            here = "".join(text.words[at : at + size])
            if not (_own(here, wanted) or _own(_flat(here), wanted)):
                continue
            after = text.words[at + size : at + size + 2]
            titled = before in SALUTED or (len(before) == 1 and at > 1 and text.words[at - 2] in SALUTED)
            begins = before in LEADING or END.search(text.plain[max(0, match.start() - 20) : match.start()])
            if titled or (begins and _asks(after)):
                yield " ".join(text.words[at - titled : at + size])
            elif _asked_by(text.words[max(0, at - 2) : at]) and ENDS.match(text.plain, _end(found, at + size)):
                yield " ".join(text.words[at - 1 : at + size])


def _own(word: str, wanted: set[str]) -> bool:
    """Whether it is one of the parts, also with an s of what belongs to them."""
    return word in wanted or (word.endswith("s") and word[:-1] in wanted)


def _asks(after: Sequence[str]) -> bool:
    """Whether what follows a name says that they want something: asks; has also asked; would like."""
    if list(after) == ["would", "like"]:
        return True
    return any(word in ASKING for word in after[: 2 if after and after[0] in BETWEEN else 1])


def _asked_by(before: Sequence[str]) -> bool:
    """Whether what stands before a name says that they asked: asked by, requested by; gofynnodd."""
    if len(before) < 2:
        return False
    return before[-1] in ASKED_CY or (before[-1] in ("by", "gan") and before[-2] in ASKED_BY)


def _end(found: Sequence[re.Match[str]], until: int) -> int:
    """Where the last of these words ends."""
    return found[min(until, len(found)) - 1].end()


def _email(email: str, plain: str, known: frozenset[str]) -> Iterator[str]:
    local, _at, domain = folded(email.strip()).partition("@")
    if not local:
        return
    if f"{local}@" in "".join(plain.split()):
        yield f"{local}@"
    ordinary = everyday() | little() | providers()
    parts = [part for part in re.findall(r"[^\W\d_]+", local) if len(part) > LEAST and part not in ordinary]
    yield from (part for part in parts if _stands(part, known))
    labels = domain.split(".")
    if domain and labels[0] not in providers() and domain in "".join(plain.split()):
        yield domain


def _address(address: str, plain: str, words: Sequence[str]) -> Iterator[str]:
    close, digits = "".join(words), _digits(plain)
    for line in re.split(r"[\n,;]", folded(address)):
        for code in POSTCODE.findall(line):
            if (squeezed := "".join(code.split())) in close:
                yield squeezed
        for number in NUMBER.findall(line):
            if len(figures := _digits(number)) >= LEAST_DIGITS and figures in digits:
                yield figures
        if len(street := _street(line)) >= LEAST_STREET and _runs(street, words):
            yield " ".join(street)


def _street(line: str) -> list[str]:
    """The words of a line of an address, without the number of the house and the postcode."""
    parts = TOKEN.findall(POSTCODE.sub(" ", line))
    return parts[1:] if parts and parts[0][0].isdecimal() else parts


def _digits(text: str) -> str:
    return re.sub(r"[^0-9]", "", text)


def _stands(part: str, known: frozenset[str]) -> bool:
    """Whether a part stands there as a word, also of several and of what belongs to them: Hollis, Holliss, Hollises."""
    flat = _flat(part) if len(part) >= LEAST_JOINED else part
    return any(word in known for word in (part, f"{part}s", f"{part}es", flat))


def _flat(word: str) -> str:
    """A word without the e that is written for two dots; a short one as it is."""
    return UMLAUT.sub(r"\1", word) if len(word) >= LEAST_JOINED else word


def _joined(words: Sequence[str]) -> Iterator[str]:
    """What neighbouring words are when they are read as one, unless all of them are everyday: Mac Donald, E-d-i-t-h."""
    ordinary = everyday() | little()
    for size in range(2, MOST_PIECES + 1):
        for at in range(len(words) - size + 1):
            run = words[at : at + size]
            if not all(word in ordinary for word in run):
                yield "".join(run)
    letters = ""
    for word in (*words, ""):
        if len(word) == 1 and word.isalpha():
            letters += word
            continue
        yield from (letters[at : at + size] for at in range(len(letters)) for size in range(LEAST_JOINED, MOST_SPELT))
        letters = ""


def _runs(parts: Sequence[str], words: Sequence[str]) -> bool:
    """Whether these words stand there one after another."""
    size = len(parts)
    return any(list(words[at : at + size]) == list(parts) for at in range(len(words) - size + 1))
