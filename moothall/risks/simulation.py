"""Many simulated years of every option with common random numbers, and how often each option expects the least loss.

Chance is drawn from the risk and its stance and never from the option, so that two options that say the same of a
risk lose the same in every year, and what differs between options is what people said and not luck. An option's
figures do not change when another option comes or goes.
"""

import math
import os
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property, partial
from hashlib import blake2b
from statistics import NormalDist

import numpy as np
import numpy.typing as npt

from moothall.risks.choices import Unit
from moothall.risks.quantities import Interval, Loss

YEARS = 100_000
DRAWS = 20_000
TOLD_APART = 0.8  # below this nobody can say which of two is the smaller
SEPARATE = 16  # events of a year that are drawn one by one; what comes on top is drawn as one sum
THREADS = min(4, os.cpu_count() or 1)
MANY = 30.0  # from this many events a year on, counts are read off the normal
_Single = npt.NDArray[np.float32]
_Double = npt.NDArray[np.float64]
_Whole = npt.NDArray[np.int32]
_GRID = np.linspace(-8.0, 8.0, 8001)
_BELOW = np.array([NormalDist().cdf(value) for value in _GRID])


@dataclass(frozen=True, slots=True)
class Exposure:
    """What one option does with one risk; without a loss, the risk does not apply under it."""

    option: str
    risk: str
    stance: str
    loss: Loss | None


@dataclass(frozen=True, slots=True, eq=False)
class Curve:
    """The chance of losing at least so much in a year, from simulated years; `losses` are those of years with any."""

    years: int
    losses: _Single

    def chance(self, amount: float) -> float:
        """The share of years that lose this much or more; 1 for nothing."""
        if amount <= 0:
            return 1.0
        return (len(self.losses) - int(np.searchsorted(self.losses, np.float32(amount)))) / self.years

    @property
    def any_loss(self) -> float:
        """The chance of losing anything, where the curve starts."""
        return len(self.losses) / self.years

    def quantile(self, share: float) -> float:
        """What is lost at most in this share of the years."""
        if not 0 <= share <= 1:
            raise ValueError("a share lies between 0 and 1")
        place = math.ceil(share * self.years) - 1 - (self.years - len(self.losses))
        return 0.0 if place < 0 else float(self.losses[place])

    @property
    def area(self) -> float:
        """The area under the curve: what the simulated years lose on average."""
        return float(self.losses.sum(dtype=np.float64)) / self.years


@dataclass(frozen=True, slots=True, eq=False)
class Prospect:
    """One option in one unit. With risks `missing` that others have estimates of, it can't be compared."""

    option: str
    expectation: float
    curve: Curve
    missing: tuple[str, ...]
    least: float | None


@dataclass(frozen=True, slots=True, eq=False)
class Comparison:
    """All options in one unit, and for each pair of those compared how often the first expects less."""

    unit: Unit
    prospects: tuple[Prospect, ...]
    lower: dict[tuple[str, str], float]

    @property
    def compared(self) -> tuple[Prospect, ...]:
        """The options with an estimate of every risk, the likeliest to lose least first."""
        whole = [prospect for prospect in self.prospects if prospect.least is not None]
        return tuple(sorted(whole, key=lambda prospect: -(prospect.least or 0)))

    @property
    def contenders(self) -> tuple[str, ...]:
        """The fewest options that together hold 80 in 100: one, when it can be told from the rest."""
        names, held = [], 0.0
        for prospect in self.compared:
            if held >= TOLD_APART:
                break
            names.append(prospect.option)
            held += prospect.least or 0
        return tuple(names)

    @property
    def can_tell(self) -> bool:
        """True when one option is the least in at least 80 of 100 draws, of two or more."""
        return len(self.compared) > 1 and len(self.contenders) == 1

    def order(self, first: str, second: str) -> tuple[str, str] | None:
        """The two by expected loss, the smaller first; None when they can't be told apart or were not compared."""
        chance = self.lower.get((first, second))
        if chance is None or 1 - TOLD_APART < chance < TOLD_APART:
            return None
        return (first, second) if chance >= TOLD_APART else (second, first)


def compare(
    exposures: Iterable[Exposure], *, options: Sequence[str] | None = None, years: int = YEARS
) -> tuple[Comparison, ...]:
    """Every option in every unit that has an estimate. Raises ValueError for two estimates of one exposure.

    The chance that an option expects the least loss is taken over what people do not know. In each of 20,000 draws
    every risk gets one place in the interval of its frequency and one in that of its loss, the same for all options;
    an option's expected loss is then the sum of frequency times loss. Its average over the draws is the closed form
    λ·exp(μ + σ²/2). The option with the smallest sum has the draw; a draw with several is split between them.
    """
    if not 1000 <= years <= 1_000_000:
        raise ValueError("between a thousand and a million years")
    given = list(exposures)
    table = {(exposure.risk, exposure.stance, exposure.option): exposure.loss for exposure in given}
    if len(table) != len(given):
        raise ValueError("an option faces a risk once")
    names = tuple(dict.fromkeys(options if options is not None else (exposure.option for exposure in given)))
    units = {loss.unit for loss in table.values() if loss is not None}
    return tuple(_compare(unit, names, table, years) for unit in Unit if unit in units)


_Table = dict[tuple[str, str, str], Loss | None]


def _compare(unit: Unit, options: tuple[str, ...], table: _Table, years: int) -> Comparison:
    risks = sorted({(risk, stance) for (risk, stance, _option), loss in table.items() if loss and loss.unit == unit})
    missing: dict[str, list[str]] = {option: [] for option in options}
    faced: list[dict[str, Loss]] = []
    for risk, stance in risks:
        said = {option: table.get((risk, stance, option), _UNKNOWN) for option in options}
        faced.append({name: each for name, each in said.items() if each and each is not _UNKNOWN and each.unit == unit})
        for option, one in said.items():
            if one is not None and option not in faced[-1]:
                missing[option].append(risk)
    totals = {option: np.zeros(years, np.float32) for option in options}
    draws = {option: np.zeros(DRAWS) for option in options}
    expected = dict.fromkeys(options, 0.0)
    # numpy works outside the interpreter's lock, and no risk knows of another: so several are drawn at once.
    with ThreadPoolExecutor(THREADS) as pool:
        for losses, drawn in zip(faced, pool.map(partial(_draw, years=years), risks, faced), strict=True):
            for option, loss in losses.items():
                annual, places = drawn[loss]
                totals[option] += annual
                draws[option] += places
                expected[option] += loss.expectation
    whole = [option for option in options if not missing[option]]
    least = _least(whole, draws)
    prospects = tuple(
        Prospect(option, expected[option], _curve(totals[option]), tuple(missing[option]), least.get(option))
        for option in options
    )
    return Comparison(unit, prospects, _pairs(whole, draws))


def _draw(risk: tuple[str, str], losses: dict[str, Loss], *, years: int) -> dict[Loss, tuple[_Single, _Double]]:
    """What each year loses to one risk, and what is expected in each draw, for each loss that some option says."""
    chance = _Chance(*risk, years)
    return {loss: (chance.losses(loss), chance.expected(loss)) for loss in dict.fromkeys(losses.values())}


_UNKNOWN = Loss(Interval(0, 0), Interval(1, 1), Unit.POUNDS)


def _curve(annual: _Single) -> Curve:
    lost = annual[annual > 0]
    lost.sort()
    return Curve(len(annual), lost)


def _least(options: list[str], draws: dict[str, _Double]) -> dict[str, float]:
    """How often each has the smallest sum; ties are split."""
    if not options:
        return {}
    sums = np.stack([draws[option] for option in options])
    smallest = sums <= sums.min(axis=0) * (1 + 1e-12)
    shares = (smallest / smallest.sum(axis=0)).mean(axis=1)
    return dict(zip(options, shares.tolist(), strict=True))


def _pairs(options: list[str], draws: dict[str, _Double]) -> dict[tuple[str, str], float]:
    """How often the first of each pair has the smaller sum, a tie counting half."""
    pairs = {}
    for first in options:
        for second in options:
            if first != second:
                a, b = draws[first], draws[second]
                alike = np.abs(a - b) <= 1e-12 * np.maximum(a, b)
                pairs[first, second] = float(np.where(alike, 0.5, a < b).mean())
    return pairs


class _Chance:
    """What chance has in store for one risk: the same for every option."""

    def __init__(self, risk: str, stance: str, years: int) -> None:
        self.key, self.years = (risk, stance), years
        self._events: list[_Single] = []
        self._event_source = self._source("events")

    def _source(self, purpose: str) -> np.random.Generator:
        seed = blake2b(repr((*self.key, purpose)).encode(), digest_size=16).digest()
        return np.random.Generator(np.random.SFC64(int.from_bytes(seed, "big")))

    @cached_property
    def happening(self) -> _Single:
        """A number between 0 and 1 for each year, from which its count of events is read."""
        return self._source("counts").random(self.years, dtype=np.float32)

    @cached_property
    def frequency(self) -> _Single:
        """Where in the interval of its frequency each year lies."""
        return self._source("frequency").standard_normal(self.years, dtype=np.float32)

    @cached_property
    def places(self) -> tuple[_Double, _Double]:
        """Where in the intervals of frequency and loss each draw of the comparison lies."""
        source = self._source("draws")
        return source.standard_normal(DRAWS), source.standard_normal(DRAWS)

    def event(self, number: int) -> _Single:
        """Where in the interval of loss a year's event of this number lies."""
        while len(self._events) <= number:
            self._events.append(self._event_source.standard_normal(self.years, dtype=np.float32))
        return self._events[number]

    def expected(self, loss: Loss) -> _Double:
        """Frequency times loss in each draw of the comparison."""
        if loss.frequency.low == 0:
            return np.zeros(DRAWS)
        often, much = self.places
        spread = loss.frequency.sigma * often + loss.loss.sigma * much
        return np.exp(loss.frequency.mu + loss.loss.mu + spread)

    def losses(self, loss: Loss) -> _Single:
        """What each year loses: the counts of its events, and the sum of their lognormal losses."""
        annual = np.zeros(self.years, np.float32)
        counts = self._counts(loss.frequency)
        mu, sigma = np.float32(loss.loss.mu), np.float32(loss.loss.sigma)
        at = np.flatnonzero(counts)
        for number in range(SEPARATE):
            if not at.size:
                return annual
            annual[at] += np.exp(mu + sigma * self.event(number)[at])
            at = at[counts[at] > number + 1]
        annual[at] += self._rest(loss, counts[at] - SEPARATE, at).astype(np.float32)
        return annual

    def _rest(self, loss: Loss, counts: _Whole, at: npt.NDArray[np.intp]) -> _Double:
        """The sum of many losses as one lognormal with the same mean and variance (Fenton and Wilkinson)."""
        variance = np.log1p(math.expm1(loss.loss.sigma**2) / counts)
        middle = np.log(counts * loss.loss.mean) - variance / 2
        return np.asarray(np.exp(middle + np.sqrt(variance) * self.event(SEPARATE)[at]), np.float64)

    def _counts(self, frequency: Interval) -> _Whole:
        """Poisson counts by the inverse of the distribution, so that a lower frequency never has more events."""
        if frequency.high == 0:
            return np.zeros(self.years, np.int32)
        if frequency.is_point and frequency.low <= MANY:
            return _read(self.happening, frequency.low)
        if frequency.is_point:
            return _read_many(self.happening, np.full(self.years, frequency.low, np.float32))
        rates = np.exp(np.float32(frequency.mu) + np.float32(frequency.sigma) * self.frequency)
        counts = _read_varying(self.happening, rates)
        many = np.flatnonzero(rates > MANY)
        counts[many] = _read_many(self.happening[many], rates[many])
        return counts


def _read(happening: _Single, rate: float) -> _Whole:
    """Counts at one rate."""
    chances = [math.exp(-rate)]
    while len(chances) < 150 and chances[-1] > 0:
        chances.append(chances[-1] * rate / len(chances))
    steps = np.cumsum(chances)
    counts = np.zeros(len(happening), np.int32)
    at = np.flatnonzero(happening > steps[0])
    counts[at] = np.minimum(np.searchsorted(steps, happening[at]), len(steps) - 1)
    return counts


def _read_varying(happening: _Single, rates: _Single) -> _Whole:
    """Counts where every year has a rate of its own; years with high rates are left at one."""
    counts = np.zeros(len(happening), np.int32)
    chance = np.exp(-rates)
    at = np.flatnonzero(happening > chance)
    counts[at] = 1
    at = at[rates[at] <= MANY]
    chance, rate, sought = chance[at], rates[at], happening[at]
    below = chance.copy()
    for number in range(1, 150):
        if not at.size:
            break
        counts[at] = number
        chance *= rate
        chance /= np.float32(number)
        below += chance
        left = np.flatnonzero(sought > below)
        at, chance, rate, sought, below = at[left], chance[left], rate[left], sought[left], below[left]
    return counts


def _read_many(happening: _Single, rates: _Single) -> _Whole:
    """Counts at high rates, from the normal with its first correction for skewness (Cornish and Fisher)."""
    place = np.interp(happening, _BELOW, _GRID)
    counts = np.floor(rates + np.sqrt(rates) * place + (place**2 - 1) / 6 + 0.5)
    return np.clip(counts, 0, 2**30).astype(np.int32)
