"""Scales of a picture: days and plain numbers, with ticks that people would choose."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.formats import date_format

from moothall.kit.pictures.parts import rounded

MOST_TICKS = 5
_STRIDES = (1, 2, 3, 4, 6, 12, 24, 60, 120, 240, 600, 1200, 6000, 12000, 24000)  # months between ticks
_SIZES = ((1_000_000_000, "bn"), (1_000_000, "m"))
_TICK_SIZES = (*_SIZES, (1_000, "k"))
_FINEST = 100  # a step is at least so small a part of the size in which it is said
_STEPS = (1, 2, 2.5, 5, 10)


@dataclass(frozen=True, slots=True)
class Tick:
    """A step of an axis."""

    at: float
    words: str


class Days:
    """Days as percentages of the way from the first to the last; `spare` leaves room at both ends."""

    def __init__(self, days: Iterable[date], *, spare: bool) -> None:
        known = list(days)
        first, last = min(known), max(known)
        room = max((last - first).days // 16, 20) if spare else 0
        self.first = max(first.toordinal() - room, date.min.toordinal())
        self.last = max(min(last.toordinal() + room, date.max.toordinal()), self.first + 1)

    def at(self, day: date) -> float:
        """Where a day lies."""
        return rounded((day.toordinal() - self.first) * 100 / (self.last - self.first))

    def ticks(self) -> tuple[Tick, ...]:
        """Firsts of months, at most five, so that their words fit on a phone."""
        start, end = date.fromordinal(self.first), date.fromordinal(min(self.last, date.max.toordinal()))
        months = range(_month(start) + (start.day > 1), _month(end) + 1)
        stride = next(stride for stride in _STRIDES if len(months) / stride <= MOST_TICKS)
        firsts = [date(month // 12, month % 12 + 1, 1) for month in months if month % stride == 0]
        return tuple(
            Tick(self.at(day), date_format(day, "M Y" if day is firsts[0] or day.month <= stride else "M"))
            for day in firsts[:MOST_TICKS]
        )


def _month(day: date) -> int:
    return day.year * 12 + day.month - 1


class Numbers:
    """Numbers as percentages from the top, between two round ones that hold them all with a little room."""

    def __init__(self, values: Iterable[Decimal]) -> None:
        known = [float(value) for value in values]
        low, high = min(known), max(known)
        reach = (high - low) or abs(high) or 1.0
        self.step = _round_step(reach * 1.16 / 5)
        floor = math.floor((low - reach * 0.08) / self.step) * self.step
        self.first = 0.0 if floor < 0 <= low else floor
        self.last = max(math.ceil((high + reach * 0.08) / self.step) * self.step, self.first + self.step)

    def at(self, value: Decimal | float) -> float:
        """Where a number lies."""
        return rounded(100 - (float(value) - self.first) * 100 / (self.last - self.first))

    def ticks(self) -> tuple[Tick, ...]:
        """Round numbers, from the bottom."""
        count = round((self.last - self.first) / self.step)
        steps = [self.first + place * self.step for place in range(count + 1)]
        size, letter = self._size()
        places = _places(self.step / size)
        return tuple(Tick(self.at(step), _written(step / size, places) + letter if step else "0") for step in steps)

    def _size(self) -> tuple[int, str]:
        """In what the ticks are said: millions only where these tell one tick from the next in few figures."""
        furthest = max(abs(self.first), abs(self.last))
        for size, letter in _TICK_SIZES:
            if max(size, 10_000) <= furthest < 1000 * size and self.step >= size / _FINEST:
                return size, letter
        return 1, ""

    def near(self, value: Decimal, finer: int = 0) -> Decimal:
        """A computed number as exact as the scale can show, or so many figures finer."""
        places = max(0, 1 - math.floor(math.log10(self.step)) + finer)
        return round(value, places)


def _round_step(least: float) -> float:
    size = 10.0 ** math.floor(math.log10(least))
    return next(size * step for step in _STEPS if size * step >= least * 0.999)


def _places(step: float) -> int:
    """How many decimals a step of 1, 2, 2.5 or 5 times a power of ten takes."""
    return next(places for places in range(20) if math.isclose(round(step, places), step, rel_tol=1e-6))


def _written(number: float, places: int) -> str:
    """A number in at most so many decimals, with commas and a true minus sign."""
    words = f"{number:,.{places}f}"
    whole = words.rstrip("0").rstrip(".") if "." in words else words
    return "0" if whole == "-0" else whole.replace("-", "\N{MINUS SIGN}")


def figures(value: Decimal | float) -> str:
    """“61”, “1,250”, “2.5”, “0.004”, “1.25m”: as many figures as people read."""
    number = float(value)
    for size, letter in _SIZES:
        if abs(number) >= size:
            return f"{number / size:.4g}{letter}".replace("-", "\N{MINUS SIGN}")
    if abs(number) >= 1000:
        return _written(number, 0)
    return _written(number, 2 if abs(number) >= 1 else 4)
