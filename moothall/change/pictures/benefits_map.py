"""The benefits map: what enables, what changes, what comes of it, whom it benefits, and what it is all for."""

import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from moothall.change.choices import NodeKind
from moothall.change.paths import Break, Place, Step, breaks, check, column
from moothall.kit.pictures.layers import Layered, heights, layered
from moothall.kit.pictures.parts import Cell, Table, lines_of, several, slug, table

WIDE, BOX, LINE = 1000, 156, 18  # the picture's own units: about pixels on a desk
GAP, LANE, HEAD = 14, 6, 34
_BETWEEN = (WIDE - 5 * BOX) / 4
_EMS = 10.0  # of a line inside a box
_MOST_LINES = 4
_ALONG = (0.5, 0.36, 0.64, 0.24, 0.76, 0.14, 0.86)  # where on a curve a mark may stand, the best first
_APART = 22


@dataclass(frozen=True, slots=True)
class Line:
    """A line of words in a box: of its title, or set as one of the styles `strong`, `soft` or `broken`."""

    y: float
    words: str
    style: str = ""


@dataclass(frozen=True, slots=True)
class Box:
    """A place in the picture; `outline` is its edge."""

    x: float
    y: float
    middle: float
    tall: float
    outline: str
    lines: tuple[Line, ...]
    place: Place
    told: str
    is_broken: bool


@dataclass(frozen=True, slots=True)
class Mark:
    """The number of an assumption."""

    number: int
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a column."""

    x: float
    words: str


@dataclass(frozen=True, slots=True)
class Assumption:
    """What a step takes for granted."""

    number: int
    start: str
    end: str
    words: str


@dataclass(frozen=True, slots=True)
class Branch:
    """A place in the list that the map folds to, with what leads to it."""

    place: Place
    kind: str
    broken: str
    assumption: str
    branches: tuple["Branch", ...]
    is_told_above: bool


@dataclass(frozen=True, slots=True)
class BenefitsMap:
    """A benefits map, ready to print."""

    name: str
    conclusion: str
    note: str
    description: str
    wide: int
    tall: float
    heads: tuple[Head, ...]
    boxes: tuple[Box, ...]
    curves: tuple[str, ...]
    marks: tuple[Mark, ...]
    assumptions: tuple[Assumption, ...]
    tree: tuple[Branch, ...]
    table: Table

    @property
    def is_tall(self) -> bool:
        """Whether paper takes it upright."""
        return self.tall > self.wide * 0.66


def benefits_map(name: str, places: Sequence[Place], steps: Sequence[Step], *, conclusion: str = "") -> BenefitsMap:
    """Five columns with curves between. Raises ValueError for steps that do not lead to the right."""
    check(places, steps)
    broken = breaks(places, steps)
    chains = [_chain(step, {place.key: place.rank for place in places}) for step in steps]
    drawn = layered(_columns(places, chains), chains)
    boxes, middles = _boxes(places, broken, drawn)
    paths = [_path(chain, boxes, middles, _ports(chains, middles)) for chain in chains]
    known = {place.key: place for place in places}
    assumed = sorted(
        (at for at, step in enumerate(steps) if step.assumption),
        key=lambda at: (known[steps[at].start].rank, paths[at][0].y1 + paths[at][0].y2),
    )
    return BenefitsMap(
        name=slug(name),
        conclusion=conclusion or _conclusion(places, broken),
        note=_note(len(assumed)) if places else "",
        description=_told(places, steps, broken),
        wide=WIDE,
        tall=round(max((box.y + box.tall for box in boxes.values()), default=HEAD) + 8, 1),
        heads=tuple(Head(_left(column(kind)) + BOX / 2, column_words(kind)) for kind in NodeKind),
        boxes=tuple(boxes[name] for column in drawn.columns for name in column if name in boxes),
        curves=tuple("".join(path.words for path in pieces) for pieces in paths),
        marks=_marks([paths[at] for at in assumed]),
        assumptions=tuple(
            Assumption(number, known[steps[at].start].title, known[steps[at].end].title, steps[at].assumption)
            for number, at in enumerate(assumed, 1)
        ),
        tree=_tree(places, steps, broken),
        table=_table(places, steps, broken),
    )


def column_words(kind: NodeKind) -> str:
    """The head of a column."""
    return {
        NodeKind.ENABLER: _("Enablers"),
        NodeKind.CHANGE: _("Changes"),
        NodeKind.OUTCOME: _("Outcomes"),
        NodeKind.BENEFIT: _("Benefits"),
        NodeKind.OBJECTIVE: _("Objectives"),
    }[kind]


def kind_words(place: Place) -> str:
    """What one place is."""
    if place.is_disbenefit:
        return _("Disbenefit")
    return str(place.kind.label)


def _left(rank: int) -> float:
    return rank * (BOX + _BETWEEN)


def _chain(step: Step, ranks: Mapping[str, int]) -> list[str]:
    """The step's ends, and a stand-in in each column that it passes."""
    between = range(ranks[step.start] + 1, ranks[step.end])
    return [step.start, *(f"{step.start}→{step.end}@{rank}" for rank in between), step.end]


def _columns(places: Sequence[Place], chains: Sequence[Sequence[str]]) -> list[list[str]]:
    ranks = {place.key: place.rank for place in places}
    columns: list[list[str]] = [[place.key for place in places if place.kind == kind] for kind in NodeKind]
    for chain in chains:
        for place, passed in enumerate(chain[1:-1], 1):
            columns[ranks[chain[0]] + place].append(passed)
    return columns


def _boxes(
    places: Sequence[Place], broken: Mapping[str, Break], drawn: Layered
) -> tuple[dict[str, Box], dict[str, float]]:
    """Every box, and the middle of everything, lanes included."""
    words = {place.key: _lines(place, broken.get(place.key)) for place in places}
    sizes = {
        name: len(words[name]) * LINE + 14.0 if name in words else float(LANE)
        for column in drawn.columns
        for name in column
    }
    middles = {name: HEAD + middle for name, middle in heights(drawn, sizes, GAP).items()}
    boxes: dict[str, Box] = {}
    for place in places:
        x, tall, middle = _left(place.rank), sizes[place.key], middles[place.key]
        y = round(middle - tall / 2, 1)
        boxes[place.key] = Box(
            x=x,
            y=y,
            middle=x + BOX / 2,
            tall=tall,
            outline=_outline(x, y, tall, is_pointed=place.is_disbenefit),
            lines=tuple(
                Line(round(y + 20 + at * LINE, 1), told, style) for at, (told, style) in enumerate(words[place.key])
            ),
            place=place,
            told=f"{kind_words(place)}: {place.title}",
            is_broken=place.key in broken,
        )
    return boxes, middles


def _lines(place: Place, broken: Break | None) -> list[tuple[str, str]]:
    """The words in a box, each line with its style."""
    lines = [(_("Disbenefit"), "strong")] if place.is_disbenefit else []
    lines += [(words, "") for words in lines_of(place.title, _EMS, _MOST_LINES)]
    lines += [(words, "soft") for words in lines_of(place.note, _EMS, 2) if words]
    return lines + [(words, "broken") for words in lines_of(broken.words if broken else "", _EMS, 2) if words]


def _outline(x: float, y: float, tall: float, *, is_pointed: bool) -> str:
    """A box; a disbenefit's comes to a point at both sides."""
    x, y = round(x, 1), round(y, 1)
    if not is_pointed:
        return f"M{x} {y}h{BOX}v{tall}h-{BOX}z"
    half = tall / 2
    return f"M{x} {y}h{BOX}l9 {half}l-9 {half}h-{BOX}l-9-{half}z"


@dataclass(frozen=True, slots=True)
class _Piece:
    """A curve between two neighbouring columns, and its words as an SVG path takes them."""

    x1: float
    y1: float
    x2: float
    y2: float
    words: str

    def at(self, share: float) -> tuple[float, float]:
        """The point a share of the way along."""
        bend = (self.x1 + self.x2) / 2
        rest = 1 - share
        weights = (rest**3, 3 * rest**2 * share, 3 * rest * share**2, share**3)
        x, y = (
            sum(weight * value for weight, value in zip(weights, values, strict=True))
            for values in ((self.x1, bend, bend, self.x2), (self.y1, self.y1, self.y2, self.y2))
        )
        return round(x, 1), round(y, 1)


_Ports = dict[tuple[str, str], float]  # what share of the way down a box its curve to or from another ends


def _ports(chains: Sequence[Sequence[str]], middles: Mapping[str, float]) -> _Ports:
    """Curves that meet at one side of a box stand apart there, in the order of where they come from or go to."""
    ports: _Ports = {}
    for end, beside in ((0, 1), (-1, -2)):
        sides: dict[str, list[str]] = {}
        for chain in chains:
            sides.setdefault(chain[end], []).append(chain[beside])
        for name, others in sides.items():
            others.sort(key=middles.__getitem__)
            ports |= {(name, other): (at + 1) / (len(others) + 1) for at, other in enumerate(others)}
    return ports


def _path(
    chain: Sequence[str], boxes: Mapping[str, Box], middles: Mapping[str, float], ports: _Ports
) -> tuple[_Piece, ...]:
    """A curve for each gap that a step crosses, and a straight line through each column between."""
    first = boxes[chain[0]]
    rank = first.place.rank
    pieces = []
    for place, (start, end) in enumerate(itertools.pairwise(chain)):
        y1, y2 = (
            round(boxes[name].y + boxes[name].tall * ports[name, other] if name in boxes else middles[name], 1)
            for name, other in ((start, end), (end, start))
        )
        x1, x2 = round(_left(rank + place) + BOX, 1), round(_left(rank + place + 1), 1)
        if end in boxes:
            x2 -= 9 if boxes[end].place.is_disbenefit else 0
            tail = ""
        else:
            tail = f"h{BOX}"
        begin = f"M{x1} {y1}" if place == 0 else ""
        bend = round((x1 + x2) / 2, 1)
        pieces.append(_Piece(x1, y1, x2, y2, f"{begin}C{bend} {y1} {bend} {y2} {x2} {y2}{tail}"))
    return tuple(pieces)


def _marks(paths: Iterable[Sequence[_Piece]]) -> tuple[Mark, ...]:
    """Each number on its curve, where no other stands if there is such a place."""
    marks: list[Mark] = []
    for number, pieces in enumerate(paths, 1):
        best, place = -1.0, (0.0, 0.0)
        for share in _ALONG:
            for piece in pieces:
                x, y = piece.at(share)
                clear = min((max(abs(x - mark.x), abs(y - mark.y)) for mark in marks), default=float(_APART))
                if min(clear, _APART) > best:
                    best, place = min(clear, _APART), (x, y)
        marks.append(Mark(number, *place))
    return tuple(marks)


def _conclusion(places: Sequence[Place], broken: Mapping[str, Break]) -> str:
    if not places:
        return _("Nothing stands on the map yet")
    if not any(place.kind == NodeKind.BENEFIT for place in places):
        return _("No benefit stands on the map yet")
    told = [
        _("“{title}” {how}").format(title=place.title, how=broken[place.key].words)
        for place in places
        if place.key in broken
    ]
    if not told:
        return _("Every path leads to a benefit and to an objective")
    if len(told) <= 2:
        return several(told)
    return ngettext("{n} path is broken", "{n} paths are broken", len(told)).format(n=len(told))


def _note(assumed: int) -> str:
    words = [_("Read from left to right: each leads to the next.")]
    if assumed:
        more = ngettext(
            "{n} assumption is numbered and told below.", "{n} assumptions are numbered and told below.", assumed
        )
        words.append(more.format(n=assumed))
    return " ".join(words)


def _told(places: Sequence[Place], steps: Sequence[Step], broken: Mapping[str, Break]) -> str:
    counts = [f"{column_words(kind)}: {sum(place.kind == kind for place in places)}" for kind in NodeKind if places]
    gaps = [f"{place.title}: {broken[place.key].words}" for place in places if place.key in broken]
    words = ngettext("{n} curve joins them.", "{n} curves join them.", len(steps)).format(n=len(steps))
    return " ".join([f"{'; '.join(counts)}.", words, *(f"{gap}." for gap in gaps)]) if places else ""


def _tree(places: Sequence[Place], steps: Sequence[Step], broken: Mapping[str, Break]) -> tuple[Branch, ...]:
    """From each objective back to what enables it, and then what reaches none; a place's own branches are told once."""
    known = {place.key: place for place in places}
    leading: dict[str, list[Step]] = {}
    for step in steps:
        leading.setdefault(step.end, []).append(step)
    onward = {step.start for step in steps}
    told: set[str] = set()

    def branch(place: Place, assumption: str) -> Branch:
        is_again = place.key in told and place.key in leading
        told.add(place.key)
        found = () if is_again else leading.get(place.key, ())
        branches = tuple(branch(known[step.start], step.assumption) for step in found)
        words = broken[place.key].words if place.key in broken else ""
        return Branch(place, kind_words(place), words, assumption, branches, is_again)

    ends = [place for place in places if place.key not in onward]
    return tuple(branch(place, "") for place in sorted(ends, key=lambda each: -each.rank))


def _table(places: Sequence[Place], steps: Sequence[Step], broken: Mapping[str, Break]) -> Table:
    known = {place.key: place for place in places}
    rows = []
    for place in sorted(places, key=lambda each: each.rank):
        ends = [
            known[step.end].title + (f" ({step.assumption})" if step.assumption else "")
            for step in steps
            if step.start == place.key
        ]
        stands = [words for words in (place.note, broken[place.key].words if place.key in broken else "") if words]
        rows.append(
            (
                Cell(place.title, place.url),
                Cell(kind_words(place)),
                Cell("; ".join(ends) or "–"),
                Cell("; ".join(stands) or "–"),
            )
        )
    heads = (_("What"), _("Is"), _("Leads to (and what is assumed)"), _("How it stands"))
    return table(_("The benefits map"), heads, rows)
