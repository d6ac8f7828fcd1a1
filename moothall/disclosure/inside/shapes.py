"""Where a drawn line or filled shape lies over a box: over a letter, or over a picture."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import hypot

Point = tuple[float, float]
Box = tuple[float, float, float, float]  # left, bottom, right, top, in points
RULE = 0.25  # of the height of a letter: what is thinner is a rule under it or through it
HIDES = 0.4  # of the height of a letter: rules that together are thicker hide it


def overlap(one: Box, other: Box) -> bool:
    """Whether two boxes share a place."""
    return one[0] <= other[2] and other[0] <= one[2] and one[1] <= other[3] and other[1] <= one[3]


def within(one: Box, other: Box, slack: float) -> bool:
    """Whether the first box reaches beyond the other by no more than `slack` points."""
    return (
        one[0] >= other[0] - slack and one[1] >= other[1] - slack
        and one[2] <= other[2] + slack and one[3] <= other[3] + slack
    )  # fmt: skip


def smaller(box: Box, across: float, down: float) -> Box:
    """A box without so much of each of its edges, of which a third of it is left at the least."""
    x, y = min(across, (box[2] - box[0]) / 3), min(down, (box[3] - box[1]) / 3)
    return (box[0] + x, box[1] + y, box[2] - x, box[3] - y)


def around(points: Sequence[Point], more: float = 0.0) -> Box:
    """The box around points."""
    across, up = [x for x, _y in points], [y for _x, y in points]
    return (min(across) - more, min(up) - more, max(across) + more, max(up) + more)


@dataclass(frozen=True)
class Matrix:
    """From one space of a page to another (PDF 32000-1, 8.3.3)."""

    a: float = 1.0
    b: float = 0.0
    c: float = 0.0
    d: float = 1.0
    e: float = 0.0
    f: float = 0.0

    def of(self, point: Point) -> Point:
        """Where a point comes to lie."""
        x, y = point
        return (self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f)

    def of_box(self, box: Box) -> Box:
        """The box around where a box comes to lie."""
        return around([self.of((x, y)) for x in (box[0], box[2]) for y in (box[1], box[3])])

    def after(self, first: "Matrix") -> "Matrix":
        """What `first` does, and then this."""
        e, f = self.of((first.e, first.f))
        return Matrix(
            self.a * first.a + self.c * first.b, self.b * first.a + self.d * first.b,
            self.a * first.c + self.c * first.d, self.b * first.c + self.d * first.d, e, f,
        )  # fmt: skip

    @property
    def scale(self) -> float:
        """By how much it makes lines thicker, at the most."""
        return max(hypot(self.a, self.b), hypot(self.c, self.d))


@dataclass(frozen=True)
class Shape:
    """A path as it is painted: its lines, filled by one rule or the other or not, and the width of its stroke."""

    lines: tuple[tuple[Point, ...], ...]
    filled: bool
    by_turns: bool  # even-odd; else by winding
    width: float | None  # None without a stroke

    @cached_property
    def box(self) -> Box:
        """The box around it."""
        return around([point for line in self.lines for point in line], (self.width or 0) / 2)

    @cached_property
    def size(self) -> int:
        """How many points it has."""
        return sum(map(len, self.lines))

    def touches(self, box: Box) -> bool:
        """Whether it paints on a box."""
        if not overlap(self.box, box):
            return False
        if self.width is not None and any(_crosses(one, _wider(box, self.width / 2)) for one in self._strokes()):
            return True
        return self.filled and (any(_crosses(one, box) for one in self._edges()) or self._holds(box))

    def hides(self, letter: Box) -> float:
        """How much of a letter it paints over, from nothing to 1, where rules count as thick as they are."""
        middle = smaller(letter, (letter[2] - letter[0]) * 0.15, (letter[3] - letter[1]) * 0.25)
        if not overlap(self.box, middle):
            return 0.0
        rules = self._rules(letter)
        if rules is None:
            return 1.0 if self.touches(middle) else 0.0
        return sum(min(box[3] - box[1], box[2] - box[0]) for box in rules if overlap(box, middle)) / _height(letter)

    def _rules(self, letter: Box) -> list[Box] | None:
        """What it is made of, if that is nothing but thin rules."""
        boxes = [around(line) for line in self.lines if line] if self.filled else []
        if self.width is not None:
            boxes += [around(one, self.width / 2) for one in self._strokes()]
        thin = all(min(box[3] - box[1], box[2] - box[0]) <= RULE * _height(letter) for box in boxes)
        return boxes if thin else None

    def _strokes(self) -> Iterator[tuple[Point, Point]]:
        for line in self.lines:
            yield from zip(line, line[1:] or line, strict=False)

    def _edges(self) -> Iterator[tuple[Point, Point]]:
        for line in self.lines:
            yield from zip(line, (*line[1:], line[0]), strict=True)

    def _holds(self, box: Box) -> bool:
        """Whether the middle of a box lies inside."""
        x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
        turns = crossings = 0
        for (x0, y0), (x1, y1) in self._edges():
            if (y0 > y) != (y1 > y) and x < (x1 - x0) * (y - y0) / (y1 - y0) + x0:
                crossings += 1
                turns += 1 if y1 > y0 else -1
        return bool(crossings % 2 if self.by_turns else turns)


def _height(letter: Box) -> float:
    return max(letter[3] - letter[1], 1.0)


def _wider(box: Box, more: float) -> Box:
    return (box[0] - more, box[1] - more, box[2] + more, box[3] + more)


def _crosses(line: tuple[Point, Point], box: Box) -> bool:
    """Whether a straight line meets a box (Liang and Barsky, 1984)."""
    (x0, y0), (x1, y1) = line
    enters, leaves = 0.0, 1.0
    for step, room in (
        (x0 - x1, x0 - box[0]), (x1 - x0, box[2] - x0), (y0 - y1, y0 - box[1]), (y1 - y0, box[3] - y0)
    ):  # fmt: skip
        if step == 0:
            if room < 0:
                return False
            continue
        if step < 0:
            enters = max(enters, room / step)
        else:
            leaves = min(leaves, room / step)
    return enters <= leaves
