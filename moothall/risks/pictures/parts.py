"""What all pictures share: stances, bands, tables, and how names are joined and cut."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from moothall.risks.choices import Stance

_SLUG = re.compile(r"[a-z][a-z0-9-]*")
TONES = ("low", "moderate", "high", "severe")


@dataclass(frozen=True, slots=True)
class Band:
    """A band of a scale: its colour (`tone`, one of four), its name, a letter and a short word, and its rank from 1."""

    tone: str
    name: str
    letter: str
    short: str
    rank: int

    def __post_init__(self) -> None:
        if self.tone not in TONES:
            raise ValueError(f"{self.tone} is no tone of a band")


@dataclass(frozen=True, slots=True)
class Matrix:
    """The band of every pair, by likelihood and then impact, both from the lowest; and what the steps are called."""

    bands: tuple[tuple[Band, ...], ...]
    likelihoods: tuple[str, ...]
    impacts: tuple[str, ...]

    def __post_init__(self) -> None:
        even = len(self.bands) == len(self.likelihoods) and all(len(row) == len(self.impacts) for row in self.bands)
        if not even or not self.likelihoods or not self.impacts:
            raise ValueError("a band for every likelihood and impact")

    def band(self, place: tuple[int, int]) -> Band:
        """The band of a likelihood and an impact, each counted from 1."""
        likelihood, impact = place
        if not (1 <= likelihood <= len(self.likelihoods) and 1 <= impact <= len(self.impacts)):
            raise ValueError(f"{place} lies outside the scale")
        return self.bands[likelihood - 1][impact - 1]


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


def capital(words: str) -> str:
    """Words that begin a sentence."""
    return words[:1].upper() + words[1:]


def rounded(value: float) -> float:
    """A percentage, to a hundredth, and never outside the picture."""
    return round(min(max(value, 0.0), 100.0), 2)


def stance_words(stance: str) -> str:
    """Which side a risk lies on, in words."""
    return str(Stance(stance).label)
