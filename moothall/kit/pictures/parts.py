"""What all pictures share: tables, places in percent, and how names are joined, cut and broken into lines."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from textwrap import wrap

from django.utils.text import get_text_list
from django.utils.translation import gettext as _

_SLUG = re.compile(r"[a-z][a-z0-9-]*")


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


def lines_of(words: str, wide: int, most: int) -> tuple[str, ...]:
    """Words broken into at most so many lines of so many letters; the last is cut where they are too many."""
    lines = wrap(words, wide, break_on_hyphens=False) or [""]
    if len(lines) <= most:
        return tuple(lines)
    return (*lines[: most - 1], cut(" ".join(lines[most - 1 :]), wide))


def capital(words: str) -> str:
    """Words that begin a sentence."""
    return words[:1].upper() + words[1:]


def rounded(value: float) -> float:
    """A percentage, to a hundredth, and never outside the picture."""
    return round(min(max(value, 0.0), 100.0), 2)
