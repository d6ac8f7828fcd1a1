"""What the tests of the reading pages look at: HTML, and every page of an appraisal by name."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from django.urls import reverse

from moothall.risks.models import Appraisal
from moothall.risks.tests import make

APART = {
    "p",
    "li",
    "div",
    "h1",
    "h2",
    "h3",
    "h4",
    "dt",
    "dd",
    "td",
    "th",
    "section",
    "br",
    "span",
    "summary",
    "caption",
}
VOID = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}


@dataclass
class Node:
    """An element with its text."""

    tag: str
    attributes: dict[str, str]
    parent: "Node | None" = None
    parts: list["Node | str"] = field(default_factory=list)

    @property
    def children(self) -> list["Node"]:
        """The elements in it."""
        return [part for part in self.parts if isinstance(part, Node)]

    @property
    def classes(self) -> set[str]:
        """Its classes."""
        return set(self.attributes.get("class", "").split())

    @property
    def words(self) -> str:
        """All text in it."""
        return " ".join("".join(self._told()).split())

    def _told(self) -> Iterator[str]:
        for part in self.parts:
            if isinstance(part, str):
                yield part
                continue
            apart = " " if part.tag in APART else ""
            yield apart
            yield from part._told()
            yield apart

    def all(self) -> Iterator["Node"]:
        """It, and everything in it, in the order of the page."""
        yield self
        for child in self.children:
            yield from child.all()

    def within(self, name: str) -> "Node | None":
        """The nearest element around it that has a class."""
        node = self.parent
        while node is not None and name not in node.classes:
            node = node.parent
        return node


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.root = self.at = Node("document", {})

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = Node(tag, {name: value or "" for name, value in attrs}, self.at)
        self.at.parts.append(node)
        if tag not in VOID:
            self.at = node

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.at.parts.append(Node(tag, {name: value or "" for name, value in attrs}, self.at))

    def handle_endtag(self, tag: str) -> None:
        node: Node | None = self.at
        while node is not None and node.tag != tag:
            node = node.parent
        if node is not None and node.parent is not None:
            self.at = node.parent

    def handle_data(self, data: str) -> None:
        self.at.parts.append(data)


def parsed(response: Any) -> Node:
    """A page as a tree."""
    return tree(response.content.decode())


def tree(html: str) -> Node:
    """HTML as a tree."""
    reader = _Reader()
    reader.feed(html)
    return reader.root


def scores_alone(page: Node) -> list[str]:
    """Every band that is shown without its mitigation beside it, by its words."""
    alone = []
    for node in page.all():
        if "band" not in node.classes or "band--was" in node.classes:
            continue
        shift = node.within("shift")
        if shift is None or not any("band--was" in each.classes for each in shift.all()):
            alone.append(node.words)
    return alone


def inherent_alone(page: Node) -> list[str]:
    """Every estimate without mitigation that has none with it beside it."""
    return [
        node.words
        for node in page.all()
        if "band--was" in node.classes
        and not any(
            "band" in each.classes and "band--was" not in each.classes
            for each in (node.within("shift") or Node("", {})).all()
        )
    ]


def headings(page: Node) -> list[int]:
    """The levels of its headings, in order."""
    return [int(node.tag[1]) for node in page.all() if node.tag in {"h1", "h2", "h3", "h4", "h5", "h6"}]


def ids(page: Node) -> list[str]:
    """Every id on it."""
    return [node.attributes["id"] for node in page.all() if "id" in node.attributes]


def pages_of(asked: Appraisal) -> dict[str, str]:
    """Every reading page of an appraisal, by name."""
    found = {
        "appraisal": asked.get_absolute_url(),
        "another option": asked.get_absolute_url() + "?option=B",
        "first round": asked.get_absolute_url() + "?round=1",
        "report": reverse("risks:report", args=[asked.pk]),
        "publish": reverse("risks:publish", args=[asked.pk]),
        "report_pdf": reverse("risks:report_pdf", args=[asked.pk]),
        "rests": reverse("risks:rests", args=[make.round_of(asked).options.order_by("place")[0].pk]),
    }
    risk = make.round_of(asked).risks.first()
    if risk is not None:
        found |= {"risk": risk.get_absolute_url(), "risk, another option": risk.get_absolute_url() + "?option=B"}
    return found


def public_pages_of(asked: Appraisal) -> dict[str, str]:
    """Every page of it on the public site."""
    url = reverse("risks:public_appraisal", args=[asked.pk])
    return {"public": url, "public, another option": f"{url}?option=B", "public, first round": f"{url}?round=1"}
