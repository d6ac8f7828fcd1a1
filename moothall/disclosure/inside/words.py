"""Finding withheld words however they are written: case, accents, ligatures, spacing, line ends, hyphens, encodings.

A string is sought by its letters and digits alone. One of eight or more is found anywhere; a shorter one only where
it stands as a word (or with an s), as `Ross` is not withheld by every `across`.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

LONG = 8  # letters from which on a string is found inside other words too
SHORT = 4  # below this, nothing may stand between the letters
EXACT = 4  # letters that a string must have to be sought among bytes that are no text
MOST_BETWEEN = 12  # marks and spaces between two letters of a string that is still one, repeated ones counted once
# Letters of other alphabets that look like ours, small or as capitals, and letters of ours that do not come apart.
ALIKE = {
    **{
        ord(a): b
        for a, b in zip("аеорсухіјѕһԁԛԝӏвнмткɡɑαοιυρνκτχβεζ", "aeopcyxijshdqwlbhmtkgaaoiupvktxbez", strict=True)
    },
    **{ord(a): b for a, b in zip("øłđðħŧı", "olddhti", strict=True)},
    **{ord(a): b for a, b in (("ß", "ss"), ("æ", "ae"), ("œ", "oe"), ("þ", "th"))},
}

_NO_LETTER = re.compile(r"[\W_]+")
_LETTER = re.compile(r"[^\W_]")
_AGAIN = re.compile(r"([\W_]{1,3}?)\1+")  # dot leaders, a rule of hyphens
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_HEX = re.compile(rb"<[0-9A-Fa-f\s]{4,}>")
_RUN = re.compile(rb"<[0-9A-Fa-f\s]{4,}>|[0-9A-Fa-f]{8,}")
_CONTROLS = bytes(byte for byte in range(1, 32) if byte not in b"\t\n\r\f")
_HIGH = bytes(range(127, 256))


def plain(text: str) -> str:
    """Text in one form: ligatures and wide letters apart, no accents, lower case, letters that look alike as one."""
    if text.isascii():
        return text.casefold()
    apart = unicodedata.normalize("NFKD", text)
    return "".join(mark for mark in apart.casefold() if not unicodedata.combining(mark)).translate(ALIKE)


def letters(text: str) -> str:
    """Its letters and digits in one form, and nothing between."""
    return _NO_LETTER.sub("", plain(text))


@dataclass(frozen=True)
class Sought:
    """One withheld string, by its place in the list, counted from 1."""

    number: int
    text: str
    letters: str

    @property
    def written(self) -> frozenset[bytes]:
        """The bytes as which it may lie in a file, in lower case where that is defined."""
        forms = {unicodedata.normalize(form, self.text) for form in ("NFC", "NFD")}
        found = set()
        for form in forms:
            for encoding in ("utf-8", "cp1252", "utf-16-be", "utf-16-le"):
                try:
                    found.add(form.encode(encoding))
                except UnicodeEncodeError:
                    continue
        return frozenset(found)


class Withheld:
    """The strings that must not be found."""

    def __init__(self, strings: Sequence[str]) -> None:
        every = [Sought(number, text.strip(), letters(text)) for number, text in enumerate(strings, 1)]
        self.sought = [one for one in every if one.letters]
        self._exact = [(one.number, tuple(one.written)) for one in self.sought if len(one.letters) >= EXACT]

    def in_text(self, text: str) -> set[int]:
        """The numbers of the strings that this text says."""
        if not self.sought or not text:
            return set()
        spaced = plain(_CAMEL.sub(" ", text))
        squeezed = _NO_LETTER.sub("", spaced)
        places: list[int] = []
        found = set()
        for one in self.sought:
            start = squeezed.find(one.letters)
            if start < 0:
                continue
            places = places or [match.start() for match in _LETTER.finditer(spaced)]
            while start >= 0:
                if _stands(spaced, places, start, one):
                    found.add(one.number)
                    break
                start = squeezed.find(one.letters, start + 1)
        return found

    def in_bytes(self, data: bytes) -> set[int]:
        """The numbers of the strings in these bytes: as text of several encodings, in hexadecimal, or exactly."""
        found = self._exactly(data)
        for text in readings(data):
            found |= self.in_text(text)
        return found

    def _exactly(self, data: bytes) -> set[int]:
        if not self._exact:
            return set()
        low = data.lower()
        return {
            number
            for number, forms in self._exact
            for form in forms
            if (form.lower() in low if len(form) > EXACT + 1 else form in data)
        }


def _stands(spaced: str, places: Sequence[int], start: int, one: Sought) -> bool:
    """Whether what was found letter by letter is one string, and not pieces of other words."""
    end = start + len(one.letters)
    spots = places[start:end]
    most = 0 if len(one.letters) < SHORT and one.letters == plain(one.text) else MOST_BETWEEN
    if any(_apart(spaced, before, after, most) for before, after in pairwise(spots)):
        return False
    if len(one.letters) >= LONG:
        return True
    first, last = spots[0], spots[-1]
    if first and _LETTER.match(spaced[first - 1]):
        return False
    after = spaced[last + 1 : last + 3]
    if not after or not _LETTER.match(after[0]):
        return True
    return after[0] == "s" and not (len(after) > 1 and _LETTER.match(after[1]))


def _apart(spaced: str, before: int, after: int, most: int) -> bool:
    """Whether more than `most` marks stand between two letters; a run of one mark again and again is one."""
    if after - before - 1 <= most:
        return False
    return most == 0 or len(_AGAIN.sub(r"\1", spaced[before + 1 : after])) > most


def readings(data: bytes) -> Iterator[str]:
    """What these bytes say if they are text, in the ways text may be written; nothing for pictures and programs."""
    text = is_text(data)
    if text:
        yield data.decode("latin-1")  # the letters of UTF-16 stand in it too, with zeros between
        if not data.isascii():
            yield data.decode("utf-8", "ignore")
    if data[:2] in {b"\xfe\xff", b"\xff\xfe"} or (text and data.count(b"\0") * 3 > len(data)):
        for encoding in ("utf-16-be", "utf-16-le"):
            yield data.decode(encoding, "ignore")
            yield data[1:].decode(encoding, "ignore")
    inside = b"\n".join(_unhexed(data, loose=text))
    if inside:
        yield inside.decode("latin-1")
        yield inside.decode("utf-8", "ignore")
        yield inside.decode("utf-16-be", "ignore")
        yield inside[1:].decode("utf-16-be", "ignore")


def _unhexed(data: bytes, *, loose: bool) -> Iterator[bytes]:
    for match in (_RUN if loose else _HEX).finditer(data):
        digits = match[0].strip(b"<>").decode()
        try:
            yield bytes.fromhex(digits)
        except ValueError:  # an odd digit stands for itself and a zero
            yield bytes.fromhex("".join(digits.split()) + "0")


def is_text(data: bytes) -> bool:
    """Whether this is likelier text than a picture: few control marks, and few beyond ASCII unless it is UTF-8."""
    part = data[:32_768] + data[-32_768:]
    strange = len(part) - len(part.translate(None, _CONTROLS))
    high = len(part) - len(part.translate(None, _HIGH))
    return strange * 50 <= len(part) and (high * 4 <= len(part) or _is_utf8(data))


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
