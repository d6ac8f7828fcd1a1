"""What all pictures share: tables, places in percent, and how names are joined, cut and broken into lines."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.text import get_text_list
from django.utils.translation import gettext as _

_SLUG = re.compile(r"[a-z][a-z0-9-]*")
_WIDTHS = ((",.:;'’`|!ijl ()[]", 0.32), ('{}frt"-I/1_', 0.42), ("wADGHKNOQUX&#…0C", 0.74), ("mMW%@", 0.94))
_EMS = {letter: wide for letters, wide in _WIDTHS for letter in letters}


@dataclass(frozen=True, slots=True)
class Cell:
    """What a cell of a table says, with a link where there is one."""

    words: str
    url: str = ""
    is_number: bool = False
    is_struck: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a table: what it is about, and its cells, each with the head of its column."""

    about: Cell
    cells: tuple[tuple[str, Cell], ...]


@dataclass(frozen=True, slots=True)
class Table:
    """The same as a picture, as a table."""

    caption: str
    heads: tuple[Cell, ...]
    rows: tuple[Row, ...]


def table(caption: str, heads: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Table:
    """A table of lines that begin with what they are about. A column of numbers is headed as one."""
    lines = [tuple(row) for row in rows]
    numbers = [bool(lines) and all(line[place].is_number for line in lines) for place in range(len(heads))]
    return Table(
        caption,
        tuple(Cell(head, is_number=number) for head, number in zip(heads, numbers, strict=True)),
        tuple(Row(line[0], tuple(zip(heads[1:], line[1:], strict=True))) for line in lines),
    )


def slug(name: str) -> str:
    """A name that can stand in an `id`. Raises ValueError for any other."""
    if not _SLUG.fullmatch(name):
        raise ValueError("a picture's name is made of small letters, digits and hyphens")
    return name


def several(names: Iterable[str]) -> str:
    """“N1, N2 and N3”."""
    return str(get_text_list(list(names), _("and")))


def cut(words: str, most: int) -> str:
    """Words that fit, with an ellipsis where some were cut; the table has them whole."""
    return words if len(words) <= most else words[: most - 1].rstrip() + "…"


def width(words: str) -> float:
    """How wide words are, in ems of our font where it is bold; of other scripts, at most."""
    return sum(_EMS.get(letter, 0.6 if letter.isascii() or letter.islower() else 1.0) for letter in words)


def lines_of(words: str, wide: float, most: int) -> tuple[str, ...]:
    """Words broken into at most so many lines, each at most so many ems wide; the last is cut where there are more."""
    lines: list[str] = [""]
    for word in _pieces(words, wide):
        longer = f"{lines[-1]} {word}".strip()
        if width(longer) <= wide:
            lines[-1] = longer
        elif lines[-1]:
            lines.append(word)
        else:
            lines[-1] = word
    if len(lines) <= most:
        return tuple(lines)
    return (*lines[: most - 1], _shortened(lines[most - 1], wide))


def _pieces(words: str, wide: float) -> Iterable[str]:
    """Words; one that is wider than a line in as many pieces as it takes."""
    for word in words.split():
        piece = ""
        for letter in word:
            if width(piece + letter) > wide and piece:
                yield piece
                piece = ""
            piece += letter
        yield piece


def _shortened(line: str, wide: float) -> str:
    while line and width(line + "…") > wide:
        line = line[:-1]
    return line.rstrip() + "…"


def capital(words: str) -> str:
    """Words that begin a sentence."""
    return words[:1].upper() + words[1:]


def rounded(value: float) -> float:
    """A percentage, to a hundredth, and never outside the picture."""
    return round(min(max(value, 0.0), 100.0), 2)
