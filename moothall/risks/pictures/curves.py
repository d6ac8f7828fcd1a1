"""Loss exceedance curves: how likely each option loses how much, beside what we said we would bear."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from statistics import NormalDist

from django.utils.translation import gettext as _

from moothall.kit.pictures.parts import Cell, Table, rounded, several, slug, table
from moothall.risks.choices import Unit
from moothall.risks.pictures.words import amount, in_hundred, short_amount
from moothall.risks.simulation import Comparison, Curve, Prospect

STEPS = 60  # points of a line
WIDE, TALL = 600, 300  # of the lines' own space, about its size on paper, where strokes are scaled with it
STYLES = ("", "rust", "moss", "ink", "petrol", "heather")
TIMID = 0.25  # a chance below this share of what we would bear, at both points, is too little risk taken
_NORMAL = NormalDist()
_Chance = Callable[[float], float]
_Options = Mapping[str, tuple[str, str]]  # the letter and name of each


@dataclass(frozen=True, slots=True)
class Point:
    """A chance of losing at least an amount in a year, that we would bear."""

    chance: float
    amount: float


@dataclass(frozen=True, slots=True)
class Appetite:
    """What we would bear, in two points: the likelier first. Raises ValueError when they can't both hold."""

    likelier: Point
    rarer: Point

    def __post_init__(self) -> None:
        if not 0 < self.rarer.chance < self.likelier.chance < 1:
            raise ValueError(_("The larger loss must be the rarer one, and both chances lie between 0 and 1."))
        if not 0 < self.likelier.amount < self.rarer.amount < math.inf:
            raise ValueError(_("The rarer loss must be the larger one."))

    @property
    def points(self) -> tuple[Point, Point]:
        """Both, the likelier first."""
        return self.likelier, self.rarer

    def chance(self, amount: float) -> float:
        """What we would bear at another amount: the lognormal through the two points."""
        if amount <= 0:
            return 1.0
        a, b = (_NORMAL.inv_cdf(1 - point.chance) for point in self.points)
        x, y = (math.log(point.amount) for point in self.points)
        return 1 - _NORMAL.cdf(a + (b - a) * (math.log(amount) - x) / (y - x))

    def is_passed(self, curve: Curve) -> bool:
        """True when a curve lies above one of the two points."""
        return any(curve.chance(point.amount) > point.chance for point in self.points)

    def is_hardly_used(self, curve: Curve) -> bool:
        """True when a curve lies far below both points: too little risk taken."""
        return all(curve.chance(point.amount) < TIMID * point.chance for point in self.points)


@dataclass(frozen=True, slots=True)
class Line:
    """A curve: its points, as an SVG polyline takes them, and where its letter stands."""

    letter: str
    name: str
    style: str
    points: str
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Tick:
    """A step of an axis."""

    at: float
    words: str


@dataclass(frozen=True, slots=True)
class Diamond:
    """A point of the appetite."""

    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Curves:
    """The curves of one unit, ready to print."""

    name: str
    title: str
    conclusion: str
    note: str
    description: str
    axis: str
    amounts: tuple[Tick, ...]
    chances: tuple[Tick, ...]
    lines: tuple[Line, ...]
    diamonds: tuple[Diamond, ...]
    borne: str
    table: Table


def curves(
    name: str,
    comparison: Comparison,
    options: _Options,
    *,
    appetite: Appetite | None = None,
    conclusion: str = "",
) -> Curves:
    """The curves of the options that can be compared; `options` gives each one's letter and name."""
    drawn = [prospect for prospect in comparison.prospects if not prospect.missing]
    end = _end([prospect.curve for prospect in drawn], appetite)
    ticks = tuple(Tick(step * 25.0, short_amount(end * step / 4, comparison.unit)) for step in range(5))
    diamonds = tuple(
        Diamond(rounded(point.amount / end * 100), rounded(100 - point.chance * 100))
        for point in (appetite.points if appetite else ())
    )
    return Curves(
        name=slug(name),
        title=_title(comparison.unit),
        conclusion=conclusion or _conclusion(drawn, options, appetite),
        note=_note(comparison, options, appetite),
        description=_told(drawn, options, end, comparison.unit),
        axis=_axis(comparison.unit),
        amounts=ticks,
        chances=tuple(Tick(float(100 - step), f"{step}%") for step in (0, 25, 50, 75, 100)),
        lines=_lines(drawn, options, end, diamonds),
        diamonds=diamonds,
        borne=_polyline(appetite.chance, end, start=1) if appetite else "",
        table=_table(drawn, options, end, comparison.unit),
    )


def _end(drawn: Sequence[Curve], appetite: Appetite | None) -> float:
    """A round amount where the axis ends: beyond 24 in 25 years of most options, and beyond the appetite."""
    reach = sorted(curve.quantile(0.96) for curve in drawn)
    furthest = reach[-1] if reach else 0.0
    if len(reach) > 2 and furthest > 6 * reach[-2] > 0:  # one far out must not press all others flat
        furthest = 6 * reach[-2]
    furthest = max(furthest, appetite.rarer.amount * 1.2 if appetite else 0.0)
    if furthest <= 0:
        furthest = max((float(curve.losses[-1]) for curve in drawn if len(curve.losses)), default=100.0)
    size = 10.0 ** math.floor(math.log10(furthest))
    return next(size * step for step in (1, 2, 4, 6, 8, 10) if size * step >= furthest * 0.999)


def _polyline(chance: _Chance, end: float, start: int = 0) -> str:
    places = [(step * 100 / STEPS, chance(end * step / STEPS)) for step in range(start, STEPS + 1)]
    return " ".join(f"{x * WIDE / 100:.1f},{(1 - share) * TALL:.1f}" for x, share in places)


def _started(curve: Curve) -> _Chance:
    """The chance as it is drawn: at nothing the line starts at the chance of any loss."""
    return lambda at: curve.chance(at) if at > 0 else curve.any_loss


def _lines(drawn: Sequence[Prospect], options: _Options, end: float, diamonds: Sequence[Diamond]) -> tuple[Line, ...]:
    taken = [(diamond.x, diamond.y) for diamond in diamonds]
    lines = []
    for prospect in drawn:
        letter, words = options[prospect.option]
        chance = _started(prospect.curve)
        others = [_started(other.curve) for other in drawn if other is not prospect]
        x, y = _letter_place(chance, others, taken, end)
        taken.append((x, y))
        style = STYLES[list(options).index(prospect.option) % len(STYLES)]
        lines.append(Line(letter, words, style, _polyline(chance, end), rounded(x), rounded(y)))
    return tuple(lines)


def _letter_place(
    chance: _Chance, others: Sequence[_Chance], taken: Sequence[tuple[float, float]], end: float
) -> tuple[float, float]:
    """The place on a curve that is furthest from other letters and then from other curves, in phone pixels."""
    best, place = -1.0, (0.0, 0.0)
    for step in range(2, 39):
        x = step * 2.5
        y = 100 - 100 * chance(end * x / 100)
        apart = min((math.hypot(2.8 * (x - a), 3 * (y - b)) for a, b in taken), default=99.0)
        clear = min((3 * abs(y - 100 + 100 * other(end * x / 100)) for other in others), default=30.0)
        score = min(apart, 30.0) * 2 + min(clear, 24.0) + (6 if y < 94 else 0)
        if score > best:
            best, place = score, (x, y)
    return place


def _title(unit: Unit) -> str:
    return {
        Unit.POUNDS: _("Chance of losing at least this much in a year, by option"),
        Unit.HOURS: _("Chance of losing at least so many hours of service in a year, by option"),
        Unit.PEOPLE: _("Chance of at least so many people affected in a year, by option"),
    }[unit]


def _axis(unit: Unit) -> str:
    return {
        Unit.POUNDS: _("Lost in a year, at least"),
        Unit.HOURS: _("Hours of service lost in a year, at least"),
        Unit.PEOPLE: _("People affected in a year, at least"),
    }[unit]


def _conclusion(drawn: Sequence[Prospect], options: _Options, appetite: Appetite | None) -> str:
    if not drawn:
        return _("No option has an estimate of every risk")
    letters = [(options[prospect.option][0], prospect.curve) for prospect in drawn]
    if appetite is None:
        least = min(drawn, key=lambda prospect: prospect.expectation)
        alike = [p for p in drawn if p.expectation <= least.expectation * (1 + 1e-9)]
        names = several(options[prospect.option][0] for prospect in alike)
        return _("Least is lost on average under {options}").format(options=names)
    outside = [letter for letter, curve in letters if appetite.is_passed(curve)]
    if len(outside) == len(letters):
        return _("Every option lies outside what we said we would bear")
    if outside:
        return _("Outside what we said we would bear: {options}").format(options=several(outside))
    timid = [letter for letter, curve in letters if appetite.is_hardly_used(curve)]
    if timid:
        return _("Far less risk than we said we would bear: {options}").format(options=several(timid))
    return _("Every option lies within what we said we would bear")


def _note(comparison: Comparison, options: _Options, appetite: Appetite | None) -> str:
    said = [_title(comparison.unit).partition(", ")[0] + "."]
    if appetite:
        words = _("{chance} at {amount}")
        points = [
            words.format(chance=f"{point.chance:.0%}", amount=amount(point.amount, comparison.unit))
            for point in appetite.points
        ]
        said.append(_("Diamonds are our appetite: {points}.").format(points=several(points)))
    for prospect in comparison.prospects:
        if prospect.missing:
            words = _("{option} is not drawn: it has no estimate of {risks}.")
            said.append(words.format(option=options[prospect.option][0], risks=several(prospect.missing)))
    return " ".join(said)


def _told(drawn: Sequence[Prospect], options: _Options, end: float, unit: Unit) -> str:
    words = _("{option}: any loss {any}, at least {amount} {chance}.")
    return " ".join(
        words.format(
            option=options[prospect.option][0],
            any=in_hundred(prospect.curve.any_loss),
            amount=amount(end / 4, unit),
            chance=in_hundred(prospect.curve.chance(end / 4)),
        )
        for prospect in drawn
    )


def _table(drawn: Sequence[Prospect], options: _Options, end: float, unit: Unit) -> Table:
    amounts = [end * step / 4 for step in range(1, 5)]
    heads = (
        _("Option"),
        _("Any loss"),
        *(short_amount(value, unit) for value in amounts),
        _("1 year in 20, more than"),
        _("Average a year"),
    )
    rows = [
        (
            Cell(" ".join(options[prospect.option])),
            *(
                Cell(f"{chance:.0%}", is_number=True)
                for chance in (prospect.curve.any_loss, *(prospect.curve.chance(value) for value in amounts))
            ),
            Cell(amount(prospect.curve.quantile(0.95), unit), is_number=True),
            Cell(amount(prospect.expectation, unit), is_number=True),
        )
        for prospect in drawn
    ]
    return table(_title(unit), heads, rows)
