"""What is lived with beside what the council says it would bear, for each category: in words, from simulated years.

The appetite of a category is a line through two points: in so many years of a hundred at least so much may be lost.
Beside it stands the chance, in simulated years, that all that is lived with in the category loses at least as much in
a year. What is not judged in the line's own unit, or has no ranges, or is stale, is left out and counted: units are
never added together. The rule:

- *above*, if at either point the chance is greater than what would be borne. What was left out could only add to it.
- *can't tell*, if at a point the two are closer than twice the error of the simulation.
- *too little risk taken*, if nothing was left out and at both points the chance is less than a tenth of what would be
  borne: the council could take on several times as much and still keep to its word.
- *within*, otherwise; where something was left out we say so, and never that too little is taken.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from hashlib import blake2b

from django.core.cache import cache

from moothall.people.models import User
from moothall.risks import simulation
from moothall.risks.models import Appetite, Band, Category, Stance, Unit
from moothall.risks.quantities import Loss
from moothall.risks.queries import living
from moothall.risks.queries.reckoning import said_by
from moothall.risks.standing import Line, State

YEARS = 50_000
LITTLE = 10  # times less than would be borne, at both points
ERRORS = 2.0  # standard errors of the simulation within which two chances can't be told apart
KEPT = 3600  # seconds that what was simulated is kept
SEVERE = (Band.HIGH, Band.SEVERE)


class Stand(StrEnum):
    """How what is lived with lies to the line."""

    UNSAID = "unsaid"  # the council has not said what it would bear
    NOTHING = "nothing"  # nothing is lived with in this category
    UNKNOWN = "unknown"  # nothing of it is judged with ranges in the line's unit
    ABOVE = "above"
    CLOSE = "close"
    WITHIN = "within"
    LITTLE = "little"


@dataclass(frozen=True)
class Point:
    """One point of the line: the chance that would be borne, the loss, and the chance that was found."""

    borne: float
    loss: Decimal
    found: float

    @property
    def error(self) -> float:
        """The standard error of a simulated chance about what would be borne."""
        return math.sqrt(self.borne * (1 - self.borne) / YEARS)

    @property
    def borne_years(self) -> float:
        """In how many years of a hundred so much would be borne."""
        return self.borne * 100

    @property
    def found_years(self) -> float:
        """In how many simulated years of a hundred so much is lost."""
        return round(self.found * 100, 2)

    @property
    def is_above(self) -> bool:
        """Whether more is lived with than would be borne, beyond the error of the simulation."""
        return self.found > self.borne + ERRORS * self.error

    @property
    def is_close(self) -> bool:
        """Whether the two can't be told apart."""
        return abs(self.found - self.borne) <= ERRORS * self.error

    @property
    def is_little(self) -> bool:
        """Whether it is less than a tenth of what would be borne."""
        return self.found < self.borne / LITTLE


@dataclass(frozen=True)
class Beside:
    """A category: what would be borne, and what is lived with."""

    category: Category
    appetite: Appetite | None
    stand: Stand
    points: tuple[Point, ...]
    lived: int  # exposures of chosen options
    reckoned: int  # judged with ranges in the line's unit
    stale: int
    others: int  # judged without ranges, or in another unit
    not_doing: int  # risks of not doing that stay high or severe with what is done

    @property
    def line(self) -> list[tuple[Decimal, Decimal]]:
        """Both points as they were said: a loss, and in how many years of a hundred."""
        said = self.appetite
        if said is None:
            return []
        return [(said.often_loss, said.often_probability * 100), (said.rare_loss, said.rare_probability * 100)]

    @property
    def left_out(self) -> int:
        """How many were not reckoned with."""
        return self.stale + self.others


def beside(user: User) -> list[Beside]:
    """Every category, in what this person may read."""
    rows = list(living.whole(living.exposures(user)).order_by("pk"))
    of: dict[str, list[Line]] = {}
    for line in living.lines(rows):
        of.setdefault(line.risk.category, []).append(line)
    said = {row.category: row for row in Appetite.objects.standing().select_related("set_by")}
    return [_beside(category, said.get(category), of.get(category, [])) for category in Category]


def _beside(category: Category, appetite: Appetite | None, lines: Sequence[Line]) -> Beside:
    fresh = [line for line in lines if line.state is State.CLASSIFIED]
    losses = _losses(fresh, Unit(appetite.unit)) if appetite is not None else []
    points = _points(appetite, losses) if appetite is not None and losses else ()
    left_out = len(lines) - len(losses)
    return Beside(
        category=category,
        appetite=appetite,
        stand=_stand(appetite, len(lines), points, left_out),
        points=points,
        lived=len(lines),
        reckoned=len(losses),
        stale=len(lines) - len(fresh),
        others=len(fresh) - len(losses),
        not_doing=sum(
            1
            for line in fresh
            if line.risk.stance == Stance.NOT_DOING and line.shift is not None and line.shift.with_.band in SEVERE
        ),
    )


def _stand(appetite: Appetite | None, lived: int, points: Sequence[Point], left_out: int) -> Stand:
    if appetite is None or not lived:
        return Stand.UNSAID if appetite is None else Stand.NOTHING
    if not points:
        return Stand.UNKNOWN
    if any(point.is_above for point in points):
        return Stand.ABOVE
    if any(point.is_close for point in points):
        return Stand.CLOSE
    if left_out == 0 and all(point.is_little for point in points):
        return Stand.LITTLE
    return Stand.WITHIN


def _losses(lines: Sequence[Line], unit: Unit) -> list[tuple[str, str, Loss]]:
    found = []
    for line in lines:
        judged = line.classification
        loss = said_by(judged) if judged is not None and judged.unit == unit else None
        if loss is not None:
            found.append((str(line.exposure.pk), str(line.risk.stance), loss))
    return found


def _points(appetite: Appetite, losses: Sequence[tuple[str, str, Loss]]) -> tuple[Point, ...]:
    wanted = [
        (appetite.often_probability, appetite.often_loss),
        (appetite.rare_probability, appetite.rare_loss),
    ]
    digest = blake2b(repr((YEARS, wanted, losses)).encode(), digest_size=20).hexdigest()
    key = f"risks.appetite.{digest}"
    found: list[float] | None = cache.get(key)
    if found is None:
        faced = [simulation.Exposure("now", risk, stance, loss) for risk, stance, loss in losses]
        curve = simulation.compare(faced, years=YEARS)[0].prospects[0].curve
        found = [curve.chance(float(loss)) for _chance, loss in wanted]
        cache.set(key, found, KEPT)
    return tuple(Point(float(borne), loss, chance) for (borne, loss), chance in zip(wanted, found, strict=True))
