"""How much the discard pile may still hold: a sample of it that anyone can draw again, and what follows from it.

The interval is exact for what it is, a sample without replacement from a pile of known size: the tails of the
hypergeometric distribution are inverted as Clopper and Pearson (1934) do for the binomial, to which it comes as the
pile grows. It holds in at least 95 of 100 samples, whatever the pile; it is narrower where much of the pile was read.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import blake2b

CONFIDENCE = 0.95


@dataclass(frozen=True, slots=True)
class Interval:
    """How many of a pile, at least and at most."""

    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Elusion:
    """What a sample says of the pile it was drawn from."""

    pile: int
    drawn: int
    found: int
    missed: Interval
    confidence: float

    @property
    def rate(self) -> float:
        """The share of the sample that should not have been discarded."""
        return self.found / self.drawn if self.drawn else 0.0

    @property
    def low(self) -> float:
        """The least that this share can be in the whole pile."""
        return self.missed.low / self.pile if self.pile else 0.0

    @property
    def high(self) -> float:
        """The most that this share can be in the whole pile."""
        return self.missed.high / self.pile if self.pile else 0.0


def draw(keys: Iterable[str], *, size: int, seed: str) -> tuple[str, ...]:
    """Draw so many keys, each as likely as any other, the same for one seed in whatever order the keys come.

    A key counts once. A larger sample of the same seed begins with the smaller one, so that reading can go on.
    """
    secret = blake2b(seed.encode("utf-8", "surrogatepass"), digest_size=32).digest()
    lots = {(blake2b(key.encode("utf-8", "surrogatepass"), digest_size=16, key=secret).digest(), key) for key in keys}
    return tuple(key for _lot, key in sorted(lots)[: max(0, size)])


def judge(*, pile: int, drawn: int, found: int, confidence: float = CONFIDENCE) -> Elusion:
    """What follows from `found` among `drawn` of a `pile`. Raises ValueError for numbers that cannot be."""
    if not 0 <= found <= drawn <= pile:
        raise ValueError("No more can be found than was drawn, nor drawn than there is.")
    if not 0 < confidence < 1:
        raise ValueError("The confidence lies between 0 and 1.")
    return Elusion(pile, drawn, found, interval(pile, drawn, found, confidence), confidence)


def interval(pile: int, drawn: int, found: int, confidence: float = CONFIDENCE) -> Interval:
    """How many of the pile there are: all numbers under which what was found is not too rare, on either side."""
    tail = (1 - confidence) / 2
    # Under more there would be more in the sample: both tails move one way, so halving finds where they cross.
    low, most = found, pile - (drawn - found)
    high = low
    if found:
        below, above = found - 1, most  # `below` is too few for so many to be found
        while above - below > 1:
            middle = (below + above) // 2
            if _at_least(found, pile, middle, drawn) > tail:
                above = middle
            else:
                below = middle
        low = above
    high, beyond = low, most + 1  # `beyond` is too many for so few to be found
    while beyond - high > 1:
        middle = (high + beyond) // 2
        if _at_most(found, pile, middle, drawn) > tail:
            high = middle
        else:
            beyond = middle
    return Interval(low, high)


def _at_most(found: int, pile: int, there: int, drawn: int) -> float:
    """The chance of no more than `found` in a sample, when so many are there."""
    first = max(0, drawn - (pile - there))
    return math.fsum(_chance(number, pile, there, drawn) for number in range(first, found + 1))


def _at_least(found: int, pile: int, there: int, drawn: int) -> float:
    return math.fsum(_chance(number, pile, there, drawn) for number in range(found, min(drawn, there) + 1))


def _chance(found: int, pile: int, there: int, drawn: int) -> float:
    """The chance of just so many in a sample."""
    if not max(0, drawn - (pile - there)) <= found <= min(drawn, there):
        return 0.0
    return math.exp(_ways(there, found) + _ways(pile - there, drawn - found) - _ways(pile, drawn))


def _ways(of: int, taken: int) -> float:
    """The logarithm of how many ways there are to take so many."""
    return math.lgamma(of + 1) - math.lgamma(taken + 1) - math.lgamma(of - taken + 1)
