"""Drawing things in columns with curves between them: an order with few crossings, and heights with few bends."""

import itertools
from bisect import bisect_right, insort
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

SWEEPS = 12
_Column = list[str]
_Joins = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Layered:
    """Columns in their order, and what each thing is joined to on its left and on its right, column by column.

    What spans more than one column has a stand-in in each that it passes.
    """

    columns: tuple[tuple[str, ...], ...]
    left: _Joins
    right: _Joins


def layered(columns: Sequence[Sequence[str]], joins: Sequence[Sequence[str]]) -> Layered:
    """Few crossings: the barycentre heuristic, both ways, keeping the best order seen.

    A join is a chain of names, one in each column from its start to its end.
    """
    left: dict[str, list[str]] = {}
    right: dict[str, list[str]] = {}
    for chain in joins:
        for start, end in itertools.pairwise(chain):
            right.setdefault(start, []).append(end)
            left.setdefault(end, []).append(start)
    order = [list(column) for column in columns]
    best, fewest = [list(column) for column in order], crossings(order, right)
    for sweep in range(SWEEPS):
        if not fewest:
            break
        _sweep(order, left if sweep % 2 == 0 else right, forwards=sweep % 2 == 0)
        count = crossings(order, right)
        if count < fewest:
            best, fewest = [list(column) for column in order], count
    return Layered(tuple(tuple(column) for column in best), left, right)


def crossings(columns: Sequence[Sequence[str]], right: _Joins) -> int:
    """How often lines between neighbouring columns cross."""
    count = 0
    for here, there in itertools.pairwise(columns):
        place = {name: at for at, name in enumerate(there)}
        seen: list[int] = []
        for name in here:
            ends = sorted(place[end] for end in right.get(name, ()))
            count += sum(len(seen) - bisect_right(seen, end) for end in ends)
            for end in ends:
                insort(seen, end)
    return count


def _sweep(columns: list[_Column], joins: _Joins, *, forwards: bool) -> None:
    """Each column by the middle of its neighbours on one side; what has none there keeps its place."""
    places = range(1, len(columns)) if forwards else range(len(columns) - 2, -1, -1)
    for at in places:
        before = {name: place for place, name in enumerate(columns[at - 1 if forwards else at + 1])}
        own = {name: float(place) for place, name in enumerate(columns[at])}
        scale = len(before) / max(len(own), 1)
        for name in columns[at]:
            found = [before[other] for other in joins.get(name, ())]
            own[name] = sum(found) / len(found) if found else own[name] * scale
        columns[at].sort(key=own.__getitem__)


def heights(drawn: Layered, sizes: Mapping[str, float], gap: float) -> dict[str, float]:
    """The middle of each thing, from 0 down: near what it is joined to, in its order, and none upon another."""
    middles: dict[str, float] = {}
    for column in drawn.columns:
        y = 0.0
        for name in column:
            middles[name] = y + sizes[name] / 2
            y += sizes[name] + gap
    for sweep in range(8):
        forwards = sweep % 2 == 0
        joins = drawn.left if forwards else drawn.right
        for column in drawn.columns if forwards else reversed(drawn.columns):
            wanted = [_mean([middles[other] for other in joins.get(name, ())], middles[name]) for name in column]
            middles.update(zip(column, _apart(wanted, [sizes[name] for name in column], gap), strict=True))
    top = min((middles[name] - sizes[name] / 2 for name in middles), default=0.0)
    return {name: middle - top for name, middle in middles.items()}


def _mean(values: Sequence[float], otherwise: float) -> float:
    return sum(values) / len(values) if values else otherwise


def _apart(wanted: Sequence[float], sizes: Sequence[float], gap: float) -> list[float]:
    """The places nearest to those wanted at which nothing overlaps: isotonic regression by pooling neighbours."""
    offsets, y = [], 0.0
    for size in sizes:
        offsets.append(y + size / 2)
        y += size + gap
    pools: list[tuple[float, int]] = []
    for want, offset in zip(wanted, offsets, strict=True):
        total, count = want - offset, 1
        while pools and pools[-1][0] / pools[-1][1] > total / count:
            before, many = pools.pop()
            total, count = total + before, count + many
        pools.append((total, count))
    shifts = [total / count for total, count in pools for _each in range(count)]
    return [shift + offset for shift, offset in zip(shifts, offsets, strict=True)]
