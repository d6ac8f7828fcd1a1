"""What a drawn picture is asked."""

import re
from collections.abc import Mapping, Sequence
from html.parser import HTMLParser

from django.template.loader import render_to_string

from moothall.kit.pictures.parts import Table

HOSTILE = '"><script>alert(1)</script><b style="x" onload=y>{{ x }}'
_PERCENT = re.compile(r'\s(?:x|y|x1|x2|y1|y2|cx|cy)="(-?[\d.]+)%"')
_POINT = re.compile(r"(-?[\d.]+),(-?[\d.]+)")


def drawn(template: str, context: Mapping[str, object]) -> str:
    """The picture as it goes into a page; also checked to be well-formed."""
    html = render_to_string(template, dict(context))
    tags = Tags(html)
    assert len(tags.ids) == len(set(tags.ids)), "an id twice"
    return html


class Tags(HTMLParser):
    """Reads a picture, and fails when an element is not closed in order or an attribute is forbidden."""

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
        if tag != "br":
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
