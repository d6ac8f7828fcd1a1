"""The benefits map of an initiative: as its picture wants it, and as lists that can be worked on by keyboard."""

from collections import defaultdict
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from moothall.change.models import RANKS, Benefit, Edge, Initiative, Node, NodeKind
from moothall.change.paths import Break, Place, Step, breaks
from moothall.change.pictures import benefits_map
from moothall.change.queries.benefits import Row, rows


@dataclass(frozen=True)
class Onward:
    """An arrow from a thing to another, and what it takes for granted."""

    edge: Edge
    target: Node


@dataclass(frozen=True)
class Thing:
    """One thing on the map, with where it leads and how its path is broken, if it is."""

    node: Node
    url: str
    onward: list[Onward]
    broken: str
    note: str
    is_disbenefit: bool


@dataclass(frozen=True)
class Column:
    """One of the five columns."""

    kind: NodeKind
    words: str
    things: list[Thing]


@dataclass(frozen=True)
class Map:
    """The map with its picture and its lists."""

    picture: benefits_map.BenefitsMap
    columns: list[Column]
    broken: list[Thing]

    @property
    def is_empty(self) -> bool:
        """Whether nothing stands on it."""
        return not any(column.things for column in self.columns)

    @property
    def can_join(self) -> bool:
        """Whether there are two things of which one can lead to the other."""
        return sum(bool(column.things) for column in self.columns) > 1


def load(initiative: Initiative, *, may_write: bool) -> Map:
    """The map of an initiative, in as many questions however large it is."""
    nodes = list(nodes_of(initiative))
    edges = list(Edge.objects.filter(source__initiative=initiative).order_by("source_rank", "pk"))
    stands = _stands(nodes)
    places = [_place(node, stands, may_write=may_write) for node in nodes]
    steps = [Step(_key(edge.source_id), _key(edge.target_id), edge.assumption) for edge in edges]
    broken = breaks(places, steps)
    things = _things(nodes, edges, places, broken)
    columns = [
        Column(kind, benefits_map.column_words(kind), [each for each in things if each.node.kind == kind])
        for kind in NodeKind
    ]
    picture = benefits_map.benefits_map("map", places, steps)
    return Map(picture, columns, [each for each in things if each.broken])


def nodes_of(initiative: Initiative) -> "list[Node]":
    """What stands on the map, from the left to the right, as it was added."""
    found = Node.objects.filter(initiative=initiative).select_related("benefit__owner", "benefit__measure")
    return list(found.order_by("rank", "pk"))


def _stands(nodes: list[Node]) -> dict[int, Row]:
    """How the benefits on it stand."""
    benefits: list[Benefit] = [node.benefit for node in nodes if node.benefit is not None]
    return {row.benefit.pk: row for row in rows(benefits)} if benefits else {}


def _key(pk: int) -> str:
    return f"node:{pk}"


def _place(node: Node, stands: dict[int, Row], *, may_write: bool) -> Place:
    return Place(
        key=_key(node.pk),
        kind=NodeKind(node.kind),
        title=node.title,
        url=_url(node, may_write=may_write),
        note=stands[node.benefit_id].stand.words if node.benefit_id else "",
        is_disbenefit=bool(node.benefit and node.benefit.disbenefit),
    )


def _url(node: Node, *, may_write: bool) -> str:
    if node.benefit_id:
        return reverse("change:benefit", args=[node.benefit_id])
    if node.objective_id:
        return reverse("change:objective", args=[node.objective_id])
    return reverse("change:node_edit", args=[node.pk]) if may_write else ""


def _things(nodes: list[Node], edges: list[Edge], places: list[Place], broken: dict[str, Break]) -> list[Thing]:
    by_pk = {node.pk: node for node in nodes}
    onward: defaultdict[int, list[Onward]] = defaultdict(list)
    for edge in edges:
        onward[edge.source_id].append(Onward(edge, by_pk[edge.target_id]))
    return [
        Thing(
            node=node,
            url=place.url,
            onward=onward[node.pk],
            broken=broken[place.key].words if place.key in broken else "",
            note=place.note,
            is_disbenefit=place.is_disbenefit,
        )
        for node, place in zip(nodes, places, strict=True)
    ]


def grouped(nodes: list[Node], *, ends: bool) -> list[tuple[str, list[tuple[str, str]]]]:
    """The things of a map as a list to choose from, by column: where an arrow can begin, or where one can end."""
    outer = RANKS[NodeKind.ENABLER] if ends else RANKS[NodeKind.OBJECTIVE]
    found: list[tuple[str, list[tuple[str, str]]]] = []
    for kind in NodeKind:
        named = [(str(node.pk), node.title) for node in nodes if node.kind == kind]
        if named and RANKS[kind] != outer:
            found.append((benefits_map.column_words(kind), named))
    return [("", [("", _("Choose one"))]), *found] if found else []
