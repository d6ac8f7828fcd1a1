"""The heat map: every risk without and with what is done about it, and an arrow between; never one end alone."""

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from moothall.kit.pictures.parts import Cell, Table, capital, cut, rounded, several, slug, table
from moothall.risks.choices import Stance
from moothall.risks.pictures.parts import Matrix, stance_words

ALONE = 2  # as many marks of single risks fit into a cell on a phone; of more, each stance gets one with its count
_Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Item:
    """A classified risk: likelihood and impact without mitigation and with it, each counted from 1."""

    ref: str
    name: str
    stance: str
    without: _Place
    with_mitigation: _Place
    url: str = ""


@dataclass(frozen=True, slots=True)
class Unplaced:
    """A risk that has no place, and why, in words that end a sentence: “it has no answer yet”."""

    ref: str
    name: str
    stance: str
    reason: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Square:
    """A cell of the grid."""

    x: float
    y: float
    tone: str
    letter: str


@dataclass(frozen=True, slots=True)
class Tick:
    """A step of an axis, at the middle of its cells."""

    at: float
    words: str


@dataclass(frozen=True, slots=True)
class Mark:
    """Where one risk, or several of a stance, lie with mitigation; ringed, when one of them has not moved."""

    x: float
    y: float
    is_doing: bool
    label: str
    refs: tuple[str, ...]
    is_ringed: bool


@dataclass(frozen=True, slots=True)
class Move:
    """An arrow from where risks lie without mitigation to their mark; `count` when there are several."""

    x1: float
    y1: float
    x2: float
    y2: float
    refs: tuple[str, ...]

    @property
    def count(self) -> int:
        """How many risks move along it."""
        return len(self.refs)


@dataclass(frozen=True, slots=True)
class Heat:
    """A heat map, ready to print."""

    name: str
    title: str
    conclusion: str
    note: str
    description: str
    width: float
    height: float
    squares: tuple[Square, ...]
    impacts: tuple[Tick, ...]
    likelihoods: tuple[Tick, ...]
    moves: tuple[Move, ...]
    marks: tuple[Mark, ...]
    table: Table

    @property
    def is_crowded(self) -> bool:
        """True when there are so many arrows that thin ones read better."""
        return len(self.moves) > 12


def heat(
    name: str,
    option: str,
    matrix: Matrix,
    items: Sequence[Item],
    unplaced: Sequence[Unplaced] = (),
    *,
    conclusion: str = "",
) -> Heat:
    """The map of one option, which is called by its letter or name in the caption."""
    down, across = len(matrix.likelihoods), len(matrix.impacts)
    marks, moves = _Layout(matrix, items).draw()
    title = _("{option}: risks without and with what is done about them").format(option=option)
    return Heat(
        name=slug(name),
        title=title,
        conclusion=conclusion or _conclusion(option, matrix, items),
        note=not_placed(unplaced),
        description=" ".join(part for part in (_told(matrix, items), not_placed(unplaced)) if part),
        width=rounded(100 / across),
        height=rounded(100 / down),
        squares=tuple(
            Square(rounded(column * 100 / across), rounded((down - 1 - row) * 100 / down), band.tone, band.letter)
            for row, bands in reversed(list(enumerate(matrix.bands)))
            for column, band in enumerate(bands)
        ),
        impacts=tuple(Tick(rounded((step + 0.5) * 100 / across), str(step + 1)) for step in range(across)),
        likelihoods=tuple(Tick(rounded((down - step - 0.5) * 100 / down), str(step + 1)) for step in range(down)),
        moves=moves,
        marks=marks,
        table=_table(title, matrix, items, unplaced),
    )


class _Layout:
    """Where marks, dots and arrows go so that none hides another."""

    def __init__(self, matrix: Matrix, items: Sequence[Item]) -> None:
        self.down, self.across = len(matrix.likelihoods), len(matrix.impacts)
        for item in items:
            matrix.band(item.without)
            matrix.band(item.with_mitigation)
        ending: defaultdict[_Place, list[Item]] = defaultdict(list)
        for item in items:
            ending[item.with_mitigation].append(item)
        self.groups = {place: _groups(held) for place, held in ending.items()}

    def at(self, place: _Place, x: float, y: float) -> tuple[float, float]:
        """A point of a cell, given in shares of it from its upper left."""
        likelihood, impact = place
        return (
            rounded((impact - 1 + x) * 100 / self.across),
            rounded((self.down - likelihood + y) * 100 / self.down),
        )

    def draw(self) -> tuple[tuple[Mark, ...], tuple[Move, ...]]:
        """All marks, and one arrow for each cell from which risks come to a mark."""
        marks = []
        leaving: defaultdict[_Place, list[tuple[Mark, tuple[str, ...]]]] = defaultdict(list)
        for place, groups in self.groups.items():
            for number, group in enumerate(groups):
                x, y = (0.5, 0.58) if len(groups) == 1 else ((0.62, 0.27), (0.38, 0.72))[number]
                mark = self._mark(self.at(place, x, y), group)
                marks.append(mark)
                routes: defaultdict[_Place, list[str]] = defaultdict(list)
                for item in group:
                    routes[item.without].append(item.ref)
                for origin, refs in routes.items():
                    if origin != place:
                        leaving[origin].append((mark, tuple(refs)))
        moves = [
            Move(*self._dot(origin, number, len(routes_out)), mark.x, mark.y, refs)
            for origin, routes_out in leaving.items()
            for number, (mark, refs) in enumerate(sorted(routes_out, key=lambda route: (route[0].x, route[0].y)))
        ]
        return tuple(marks), tuple(moves)

    def _mark(self, at: tuple[float, float], group: list[Item]) -> Mark:
        label = cut(group[0].ref, 3) if len(group) == 1 else str(len(group))
        stays = any(item.without == item.with_mitigation for item in group)
        is_doing = group[0].stance == Stance.DOING
        return Mark(*at, is_doing, label, tuple(item.ref for item in group), stays)

    def _dot(self, place: _Place, number: int, count: int) -> tuple[float, float]:
        """Where an arrow begins: in a small lattice, or beside the marks when the cell holds some."""
        along = number / (count - 1) if count > 1 else 1.0
        held = len(self.groups.get(place, ()))
        if held:
            return self.at(place, 0.4 + 0.5 * along, 0.17) if held == 1 else self.at(place, 0.9, 0.5 + 0.4 * along)
        side = math.ceil(math.sqrt(count))
        rows = math.ceil(count / side)
        column, row = number % side, number // side
        x = 0.5 if side == 1 else 0.24 + 0.58 * column / (side - 1)
        y = 0.5 if rows == 1 else 0.24 + 0.58 * row / (rows - 1)
        return self.at(place, x, y)


def _groups(held: list[Item]) -> list[list[Item]]:
    """Each risk for itself while they fit; else those of doing together and those of not doing together."""
    if len(held) <= ALONE:
        return [[item] for item in sorted(held, key=lambda item: item.stance != Stance.DOING)]
    doing = [item for item in held if item.stance == Stance.DOING]
    other = [item for item in held if item.stance != Stance.DOING]
    return [group for group in (doing, other) if group]


def not_placed(unplaced: Sequence[Unplaced]) -> str:
    """“N2 is not placed: it has no answer yet.”"""
    return " ".join(_("{ref} is not placed: {reason}.").format(ref=item.ref, reason=item.reason) for item in unplaced)


def _conclusion(option: str, matrix: Matrix, items: Sequence[Item]) -> str:
    """What mitigation does to the bands, in one line."""
    if not items:
        return _("{option}: nothing can be placed yet").format(option=option)
    ranks = [(matrix.band(item.without).rank, matrix.band(item.with_mitigation).rank) for item in items]
    fall = sum(after < before for before, after in ranks)
    rise = sum(after > before for before, after in ranks)
    if all(after == 1 for _before, after in ranks) and fall:
        lowest = min((band for row in matrix.bands for band in row), key=lambda band: band.rank)
        return _("{option}: all come down to {band}").format(option=option, band=lowest.name.lower())
    if rise:
        words = ngettext("{option}: {n} risk comes out worse", "{option}: {n} risks come out worse", rise)
        return words.format(option=option, n=rise)
    if not fall:
        return _("{option}: no risk leaves its band").format(option=option)
    words = ngettext("{option}: {fall} of {n} risk comes down", "{option}: {fall} of {n} risks come down", len(items))
    return words.format(option=option, fall=fall, n=len(items))


def _told(matrix: Matrix, items: Sequence[Item]) -> str:
    """Who falls from where to where, every risk by its reference."""
    routes: defaultdict[tuple[str, str, int], list[str]] = defaultdict(list)
    for item in items:
        before, after = matrix.band(item.without), matrix.band(item.with_mitigation)
        change = (after.rank > before.rank) - (after.rank < before.rank)
        routes[before.name.lower(), after.name.lower(), change].append(item.ref)
    said = []
    for (before_name, after_name, change), refs in routes.items():
        words = {
            -1: ngettext("{refs} falls from {a} to {b}.", "{refs} fall from {a} to {b}.", len(refs)),
            0: ngettext("{refs} stays {a}.", "{refs} stay {a}.", len(refs)),
            1: ngettext("{refs} rises from {a} to {b}.", "{refs} rise from {a} to {b}.", len(refs)),
        }[change]
        said.append(words.format(refs=several(refs), a=before_name, b=after_name))
    return " ".join(said)


def _table(title: str, matrix: Matrix, items: Sequence[Item], unplaced: Sequence[Unplaced]) -> Table:
    def place(at: _Place) -> Cell:
        words = _("{band}: likelihood {likelihood}, impact {impact}")
        return Cell(words.format(band=matrix.band(at).name, likelihood=at[0], impact=at[1]))

    def about(item: Item | Unplaced) -> tuple[Cell, Cell]:
        return Cell(f"{item.ref} {item.name}", item.url), Cell(stance_words(item.stance))

    placed = [(*about(item), place(item.without), place(item.with_mitigation)) for item in items]
    rest = [(*about(item), Cell(_("Not placed")), Cell(capital(item.reason))) for item in unplaced]
    return table(title, (_("Risk"), _("Kind"), _("Without mitigation"), _("With mitigation")), [*placed, *rest])
