"""How far a review is, how long the rest will take at the pace so far, and what to read next."""

import math
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Protocol

BREAK = timedelta(minutes=15)
"""Between two decisions of one person: what is longer was not reading."""
FEWEST = 20
"""Decisions without which a pace is chance."""


@dataclass(frozen=True, slots=True)
class Decided:
    """That somebody decided something at a time."""

    by: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Projection:
    """Hours of reading: done, and still to do with the range in which nine in ten such rests would lie."""

    done: int
    left: int
    hours_spent: float
    seconds_each: float
    hours_left: float
    low: float
    high: float


def paces(decisions: Iterable[Decided], *, longest: timedelta = BREAK) -> list[float]:
    """Seconds between each two decisions of one person that follow each other without a break."""
    by_person: defaultdict[int, list[datetime]] = defaultdict(list)
    for decided in decisions:
        by_person[decided.by].append(decided.at)
    found: list[float] = []
    for person in sorted(by_person):
        times = sorted(by_person[person])
        gaps = [later - earlier for earlier, later in pairwise(times)]
        found += [gap.total_seconds() for gap in gaps if gap <= longest]
    return found


def project(decisions: Sequence[Decided], *, left: int, longest: timedelta = BREAK) -> Projection | None:
    """Hours that the rest takes at the pace so far; None while too little was decided to say.

    The mean, not the middle, because the few that take long are most of the hours. The range has two parts: how well
    the mean is known, and how much the rest itself will vary.
    """
    taken = paces(decisions, longest=longest)
    if len(taken) < FEWEST:
        return None
    mean = math.fsum(taken) / len(taken)
    spread = math.fsum((one - mean) ** 2 for one in taken) / (len(taken) - 1)
    off = 1.645 * math.sqrt(left**2 * spread / len(taken) + left * spread)
    return Projection(
        done=len(decisions),
        left=left,
        hours_spent=math.fsum(taken) / 3600,
        seconds_each=mean,
        hours_left=left * mean / 3600,
        low=max(0.0, left * mean - off) / 3600,
        high=(left * mean + off) / 3600,
    )


class Placed(Protocol):
    """An item as the order of work knows it."""

    @property
    def number(self) -> int: ...
    @property
    def family(self) -> int: ...
    @property
    def thread(self) -> int | None: ...


def next_item(
    items: Sequence[Placed],
    *,
    decided: Collection[int],
    after: int | None = None,
    taken: Collection[int] = (),
) -> int | None:
    """The number of the item to read next, of `items` in their order of work; None when all are decided.

    It goes on after the item just read, and from the start when the end is reached. `taken` are families that somebody
    else is reading: they wait until nothing else is left, so that two readers don't tear a family between them.
    """
    waiting = [item for item in items if item.number not in decided]
    if not waiting:
        return None
    free = [item for item in waiting if item.family not in taken] or waiting
    return next((item.number for item in free if after is None or item.number > after), free[0].number)
