"""What a page draws, read from its instructions: glyph arrays joined, by the font's own tables and without.

A second reading beside the one of the program that draws pages, and independent of it: nothing here knows where a
letter stands on the page, only in what order letters are drawn.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, String

SHOW = {"Tj", "'", '"'}
BREAKS = {"Td", "TD", "T*", "Tm", "BT", "'", '"'}
WIDE = -150  # thousandths of an em: a gap in a glyph array from which on it is a space
MOST_CODES = 70_000
_BLOCK = re.compile(rb"begin(bfchar|bfrange)(.*?)end\1", re.DOTALL)
_TOKEN = re.compile(rb"<([0-9A-Fa-f\s]*)>|(\[)|(\])")
_UNI = re.compile(r"^(?:uni|u)([0-9A-Fa-f]{4,6})")
NAMED = {
    "space": " ", "hyphen": "-", "period": ".", "comma": ",", "at": "@", "apostrophe": "'", "quotesingle": "'",
    "quoteright": "’", "quoteleft": "‘", "slash": "/", "colon": ":", "semicolon": ";", "underscore": "_",
    "ampersand": "&", "parenleft": "(", "parenright": ")", "plus": "+", "sterling": "£",
    "fi": "fi", "fl": "fl", "ff": "ff", "ffi": "ffi", "ffl": "ffl", "germandbls": "ss", "ae": "ae", "AE": "AE",
    "oslash": "ø", "Oslash": "Ø", "endash": "–", "emdash": "—",
    **dict(zip(("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"), "0123456789",
               strict=True)),
}  # fmt: skip
ACCENTS = ("acute", "grave", "circumflex", "dieresis", "tilde", "cedilla", "caron", "ring", "macron", "ogonek")


class Font:
    """How one font turns codes into letters."""

    def __init__(self, font: Any) -> None:
        self.wide = False
        self.table: Mapping[int, str] = {}
        if not isinstance(font, Dictionary):
            return
        self.wide = font.get("/Subtype") == Name.Type0
        self.table = dict(_encoded(font.get("/Encoding")))
        unicode = font.get("/ToUnicode")
        if isinstance(unicode, pikepdf.Stream):
            self.table = {**self.table, **dict(_mapped(unicode.read_bytes()))}

    def says(self, code: bytes) -> str:
        """The letters of a string, by the font's tables."""
        if self.wide:
            codes = [int.from_bytes(code[at : at + 2]) for at in range(0, len(code) - 1, 2)]
            return "".join(self.table.get(one, chr(one) if one < 0xD800 else "") for one in codes)
        return "".join(self.table.get(one) or bytes([one]).decode("cp1252", "replace") for one in code)


def _encoded(encoding: Object | None) -> Iterator[tuple[int, str]]:
    if not isinstance(encoding, Dictionary):
        return
    code = 0
    for one in encoding.get("/Differences", ()):
        if isinstance(one, int):
            code = int(one)
            continue
        yield code, letter(str(one)[1:])
        code += 1


def letter(name: str) -> str:
    """The letter of a glyph's name."""
    stem = name.partition(".")[0]
    if len(stem) == 1:
        return stem
    if stem in NAMED:
        return NAMED[stem]
    if found := _UNI.match(stem):
        value = int(found[1], 16)
        return chr(value) if value < 0x110000 else ""
    if stem[1:] in ACCENTS:
        return stem[0]
    return ""


def _mapped(table: bytes) -> Iterator[tuple[int, str]]:
    """A table from codes to Unicode, as PDF 32000-1 9.10.3 has it."""
    told = 0
    for kind, body in _BLOCK.findall(table):
        rows = _pairs(body) if kind == b"bfchar" else _ranges(body)
        for code, text in rows:
            yield code, text
            told += 1
            if told > MOST_CODES:
                return


def _pairs(body: bytes) -> Iterator[tuple[int, str]]:
    found = [one[0] for one in _TOKEN.findall(body)]
    for code, text in zip(found[::2], found[1::2], strict=False):
        yield _number(code), _text(text)


def _ranges(body: bytes) -> Iterator[tuple[int, str]]:
    found = _TOKEN.findall(body)
    at = 0
    while at + 2 < len(found):
        low, high = _number(found[at][0]), _number(found[at + 1][0])
        at += 2
        if not found[at][1]:  # the first of a row of letters
            text = _text(found[at][0])
            for step in range(min(high - low + 1, MOST_CODES)):
                last = ord(text[-1]) + step if text else 0
                yield low + step, (text[:-1] + chr(last)) if 0 < last < 0x110000 else ""
            at += 1
            continue
        at += 1
        while at < len(found) and not found[at][2]:
            yield low, _text(found[at][0])
            low, at = low + 1, at + 1
        at += 1


def _number(digits: bytes) -> int:
    return int(re.sub(rb"\s", b"", digits) or b"0", 16)


def _text(digits: bytes) -> str:
    digits = re.sub(rb"\s", b"", digits)
    return bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode()).decode("utf-16-be", "ignore")


class Drawn:
    """The readings of one stream of instructions."""

    def __init__(self) -> None:
        self.said: list[str] = []  # by the font's tables, gaps in arrays made spaces
        self.joined: list[str] = []  # by the font's tables, without
        self.bare: list[bytes] = []  # as they stand
        self.other: list[str] = []  # strings that are not drawn: what a picture is said to be, and the like
        self.invisible = False

    def texts(self) -> Iterator[str]:
        """Each reading."""
        yield "".join(self.said)
        yield "".join(self.joined)
        bare = b"".join(self.bare)
        yield bare.decode("latin-1")
        yield bare.decode("utf-16-be", "ignore")
        yield "\n".join(self.other)


def read(stream: Any, resources: Object | None) -> Drawn:
    """Read the instructions of a page or of a form."""
    drawn, font = Drawn(), Font(None)
    fonts: dict[str, Font] = {}
    known = resources.get("/Font") if isinstance(resources, Dictionary) else None
    instructions: Any = pikepdf.parse_content_stream(stream)
    for operands, operator in instructions:
        name = str(operator)
        if name == "Tf" and operands:
            key = str(operands[0])
            if key not in fonts:
                fonts[key] = Font(known.get(key) if isinstance(known, Dictionary) else None)
            font = fonts[key]
        elif name == "Tr" and operands:
            drawn.invisible |= operands[0] == 3
        elif name in SHOW and operands:
            _break(drawn, name)
            _show(drawn, font, operands[-1])
        elif name == "TJ" and operands:
            for one in operands[0]:
                _show(drawn, font, one)
        elif name in BREAKS:
            _break(drawn, name)
        else:
            drawn.other.extend(strings(list(operands)))
    return drawn


def _break(drawn: Drawn, name: str) -> None:
    if name in BREAKS:
        drawn.said.append("\n")


def _show(drawn: Drawn, font: Font, one: Any) -> None:
    if isinstance(one, String):
        code = bytes(one)
        text = font.says(code)
        drawn.said.append(text)
        drawn.joined.append(text)
        drawn.bare.append(code)
    elif hasattr(one, "__float__") and float(one) < WIDE:
        drawn.said.append(" ")


def _elsewhere(value: Any) -> bool:
    return isinstance(value, Object) and value.is_indirect


def strings(value: Any, depth: int = 0) -> Iterator[str]:
    """Every string and name in a value, however deep, and not beyond what lies elsewhere in the file."""
    if depth > 40:
        return
    if isinstance(value, String):
        raw = bytes(value)
        yield str(value)
        yield raw.decode("latin-1")
        yield raw.decode("utf-8", "ignore")
    elif isinstance(value, Name):
        yield str(value)[1:]
    elif isinstance(value, (list, Array)):
        for one in value:
            if not _elsewhere(one):
                yield from strings(one, depth + 1)
    elif isinstance(value, (Dictionary, pikepdf.Stream)):
        for key, one in value.items():
            yield str(key)[1:]
            if not _elsewhere(one):
                yield from strings(one, depth + 1)
