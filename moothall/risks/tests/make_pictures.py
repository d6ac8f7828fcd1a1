"""Makers of what pictures are drawn from, and what a drawn one is asked."""

import re
from collections.abc import Sequence
from html.parser import HTMLParser
from pathlib import Path

from django.template.backends.django import DjangoTemplates

from moothall.risks.choices import Stance, Unit
from moothall.risks.pictures.balance import Option, Risk, Standing, Weighed
from moothall.risks.pictures.heat import Item
from moothall.risks.pictures.parts import Band, Matrix, Table
from moothall.risks.quantities import Interval, Loss
from moothall.risks.simulation import Comparison, Exposure, compare

LOW = Band("low", "Low", "L", "Low", 1)
MODERATE = Band("moderate", "Moderate", "M", "Mod", 2)
HIGH = Band("high", "High", "H", "High", 3)
SEVERE = Band("severe", "Severe", "S", "Sev", 4)
BANDS = (LOW, MODERATE, HIGH, SEVERE)
HOSTILE = '"><script>alert(1)</script><b style="x" onload=y>{{ x }}'
OPTIONS = {letter: (letter, name) for letter, name in zip("ABC", ("Do nothing", "Prohibit", "Policy"), strict=True)}
_BY_LETTER = {band.letter: band for band in BANDS}
_PERCENT = re.compile(r'\s(?:x|y|x1|x2|y1|y2|cx|cy)="(-?[\d.]+)%"')
_POINT = re.compile(r"(-?[\d.]+),(-?[\d.]+)")
_ENGINE = DjangoTemplates(
    {
        "NAME": "pictures",
        "DIRS": [Path(__file__).parents[1] / "templates"],
        "APP_DIRS": False,
        "OPTIONS": {"builtins": ["django.templatetags.i18n"]},
    }
)


def matrix(rows: str = "LLLMM LMMHH LMHHS MHHSS MHSSS") -> Matrix:
    """Bands by their letters, the lowest likelihood first."""
    bands = tuple(tuple(_BY_LETTER[letter] for letter in row) for row in rows.split())
    down, across = len(bands), len(bands[0])
    return Matrix(bands, tuple(f"L{n}" for n in range(down)), tuple(f"I{n}" for n in range(across)))


def item(
    ref: str,
    without: tuple[int, int] = (4, 4),
    with_mitigation: tuple[int, int] = (2, 2),
    *,
    name: str = "Somebody errs",
) -> Item:
    """A classified risk; its reference says its stance."""
    return Item(ref, name, stance(ref), without, with_mitigation, f"/risks/{ref}/")


def stance(ref: str) -> Stance:
    return Stance.DOING if ref.startswith("D") else Stance.NOT_DOING


def risks(*refs: str) -> list[Risk]:
    return [Risk(ref, f"Risk {ref}", stance(ref), f"/risks/{ref}/") for ref in refs]


def option(letter: str, **risks: Band | Standing) -> Option:
    """An option with its risks, each with its band or how it stands otherwise."""
    return Option(
        letter,
        f"Option {letter}",
        tuple(
            Weighed(ref, Standing.CLASSIFIED, found, was=SEVERE)
            if isinstance(found, Band)
            else Weighed(ref, found, HIGH if found in {"better", "same", "worse"} else None, "A")
            for ref, found in risks.items()
        ),
    )


def estimates(unit: Unit = Unit.POUNDS, /, **often: float) -> Comparison:
    """Options that face one risk, each so often."""
    exposures = [
        Exposure(letter, "D1", "doing", Loss(Interval(rate, rate), Interval(10_000, 200_000), unit))
        for letter, rate in often.items()
    ]
    (comparison,) = compare(exposures, options=tuple(OPTIONS), years=5000)
    return comparison


def drawn(template: str, picture: object) -> str:
    """The picture as it goes into a page; also checked to be well-formed."""
    html = _ENGINE.get_template(f"risks/pictures/{template}.html").render({template: picture})
    Tags(html)
    return html


class Tags(HTMLParser):
    """Reads a picture, and fails when an element is not closed in order or an attribute is forbidden."""

    EMPTY = frozenset({"br"})

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.names: list[str] = []
        self.ids: list[str] = []
        self.words: list[str] = []
        self.feed(html)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        self.names.append(tag)
        self.open.append(tag)
        for name, value in attrs:
            assert name != "style", "no style attribute"
            assert not name.startswith("on"), "no handler"
            if name == "id":
                self.ids.append(value or "")

    def handle_startendtag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words.append(data.strip())


def percents(html: str) -> list[float]:
    """Every position in a picture."""
    return [float(found) for found in _PERCENT.findall(html)]


def points(line: str) -> list[tuple[float, float]]:
    """The points of a polyline."""
    return [(float(x), float(y)) for x, y in _POINT.findall(line)]


def column(table: Table, place: int) -> list[str]:
    """What a column of a table says; 0 is what each line is about."""
    return [row.about.words if place == 0 else row.cells[place - 1][1].words for row in table.rows]
