"""How often and how much, from what people can estimate: 90 % intervals, and what follows from them in closed form.

Events come at random (Poisson), each loses a lognormal amount. An interval says where nine in ten lie, so that with
z = 1.644854 (the normal's 95th in a hundred, in full) μ = (ln low + ln high) / 2 and σ = (ln high − ln low) / 2z.
Amounts in different units are never summed.
"""

import math
from dataclasses import dataclass
from statistics import NormalDist
from typing import Protocol

import numpy as np
from django.utils.translation import gettext as _

from moothall.risks.choices import Unit

Z90 = NormalDist().inv_cdf(0.95)
MOST_A_YEAR = 10_000.0  # more than one an hour is a rate of work and not a risk
MOST_LOST = 1e12
WIDEST = 1e6  # how many times its lower end an upper end may be
_NODES, _WEIGHTS = np.polynomial.hermite_e.hermegauss(80)


@dataclass(frozen=True, slots=True)
class Interval:
    """Nine in ten lie between these two; a point, when they are the same. Raises ValueError in plain words."""

    low: float
    high: float

    def __post_init__(self) -> None:
        if not (math.isfinite(self.low) and math.isfinite(self.high)):
            raise ValueError(_("Both ends must be numbers."))
        if self.low < 0 or self.high < 0:
            raise ValueError(_("Neither end can be below zero."))
        if self.low > self.high:
            raise ValueError(_("The lower end is above the upper end."))
        if self.low == 0 < self.high:
            raise ValueError(_("The lower end must be above zero: give the least that is still likely."))
        if self.high > self.low * WIDEST:
            raise ValueError(_("The upper end is more than a million times the lower end: estimate the two apart."))

    @property
    def is_point(self) -> bool:
        """True when there is no spread."""
        return self.low == self.high

    @property
    def mu(self) -> float:
        """The mean of the logarithm; minus infinity for a point at zero."""
        return (math.log(self.low) + math.log(self.high)) / 2 if self.low else -math.inf

    @property
    def sigma(self) -> float:
        """The standard deviation of the logarithm."""
        return 0.0 if self.is_point else (math.log(self.high) - math.log(self.low)) / (2 * Z90)

    @property
    def mean(self) -> float:
        """The mean of the lognormal, exp(μ + σ²/2), which lies above the middle and can lie above the upper end."""
        return math.exp(self.mu + self.sigma**2 / 2) if self.low else 0.0


@dataclass(frozen=True, slots=True)
class Loss:
    """How often a year it happens, what one event loses, and in what unit. Raises ValueError in plain words."""

    frequency: Interval
    loss: Interval
    unit: Unit

    def __post_init__(self) -> None:
        if self.frequency.high > MOST_A_YEAR:
            raise ValueError(_("More than ten thousand times a year is a rate of work and not a risk."))
        if self.loss.low == 0:
            raise ValueError(_("What is lost must be above zero."))
        if self.loss.high > MOST_LOST:
            raise ValueError(_("More than a million millions is more than can be lost here."))
        Unit(self.unit)

    @property
    def expectation(self) -> float:
        """Lost in a year on average: λ·exp(μ + σ²/2). Where the frequency is an interval, λ is its mean."""
        return self.frequency.mean * self.loss.mean

    @property
    def chance_of_none(self) -> float:
        """The chance of a year without an event: e^−λ, averaged over the frequency's interval where it has one."""
        if self.frequency.is_point:
            return math.exp(-self.frequency.low)
        rates = np.exp(self.frequency.mu + self.frequency.sigma * _NODES)
        return float(np.exp(-rates) @ _WEIGHTS / _WEIGHTS.sum())


class Said(Protocol):
    """Ranges as they are kept or typed: all of them, or none."""

    @property
    def rate_low(self) -> float | None: ...
    @property
    def rate_high(self) -> float | None: ...
    @property
    def loss_low(self) -> float | None: ...
    @property
    def loss_high(self) -> float | None: ...
    @property
    def unit(self) -> str: ...


def said(ranges: Said) -> Loss:
    """Ranges as they are reckoned with. Raises ValueError, in plain words, for what cannot be."""
    return Loss(
        Interval(ranges.rate_low or 0, ranges.rate_high or 0),
        Interval(ranges.loss_low or 0, ranges.loss_high or 0),
        Unit(ranges.unit),
    )


@dataclass(frozen=True, slots=True)
class Rise:
    """An expectation that rises although no end of any range does."""

    without: float
    with_mitigation: float


def rise(without: Loss, with_mitigation: Loss) -> Rise | None:
    """The rise to warn of: every end stays or falls, yet the wider spread lifts what is lost on average.

    £100k to £1m with £10 to £900k in its place lifts £40,400 a year to £122,528, at one event in ten years.
    """
    if without.unit != with_mitigation.unit:
        return None
    fallen = all(
        after.low <= before.low and after.high <= before.high
        for before, after in (
            (without.frequency, with_mitigation.frequency),
            (without.loss, with_mitigation.loss),
        )
    )
    if not fallen or with_mitigation.expectation <= without.expectation * (1 + 1e-12):
        return None
    return Rise(without.expectation, with_mitigation.expectation)


def is_too_wide(interval: Interval) -> bool:
    """True when the mean lies above the upper end: about fifty thousand times the lower end, or more."""
    return interval.mean > interval.high and not interval.is_point
