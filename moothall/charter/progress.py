"""How far somebody's benefits have come, quarter by quarter, as a picture. Pure; the page has the same as a table."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from moothall.kit.pictures.axes import Days, Numbers, Tick, figures

WIDE, TALL = 600, 300  # of the lines' own space, about its size on paper
TARGET = Decimal(100)
ROOM = 12.0  # percent from the top: nearer to it the number stands below its dot


@dataclass(frozen=True)
class Quarter:
    """How far all their benefits had come by the end of a quarter: the mean share of the way, and of how many."""

    last: date
    benefits: int
    realised: int | None  # in 100; None where nothing was read yet


@dataclass(frozen=True, slots=True)
class Dot:
    """One quarter, with its number beside it."""

    x: float
    y: float
    dy: int
    anchor: str
    words: str


@dataclass(frozen=True, slots=True)
class Progress:
    """The picture, ready to print."""

    conclusion: str
    description: str
    days: tuple[Tick, ...]
    numbers: tuple[Tick, ...]
    line: str
    dots: tuple[Dot, ...]
    target: float
    nothing: float


def progress(quarters: Sequence[Quarter]) -> Progress | None:
    """The picture of the quarters in which something was read; None without any."""
    read = [(each.last, Decimal(each.realised)) for each in quarters if each.realised is not None]
    if not read:
        return None
    days = Days([day for day, _share in read], spare=len(read) == 1)
    numbers = Numbers([TARGET, Decimal(0), *(share for _day, share in read)])
    places = [(days.at(day), numbers.at(share)) for day, share in read]
    return Progress(
        conclusion=_conclusion(read),
        description=" ".join(
            _("{day}: {n}.").format(day=date_format(day, "j F Y"), n=figures(share)) for day, share in read
        ),
        days=days.ticks(),
        numbers=numbers.ticks(),
        line=" ".join(f"{x * WIDE / 100:.1f},{y * TALL / 100:.1f}" for x, y in places),
        dots=tuple(_dot(x, y, share) for (x, y), (_day, share) in zip(places, read, strict=True)),
        target=numbers.at(TARGET),
        nothing=numbers.at(0),
    )


def _dot(x: float, y: float, share: Decimal) -> Dot:
    anchor = "start" if x < 5 else "end" if x > 95 else "middle"
    return Dot(x, y, 24 if y < ROOM else -12, anchor, figures(share))


def _conclusion(read: Sequence[tuple[date, Decimal]]) -> str:
    day, share = read[-1]
    words = {"n": figures(share), "day": date_format(day, "j F Y")}
    if len(read) == 1:
        return _("My benefits have come {n} in 100 of their way, by {day}").format(**words)
    words["before"] = figures(read[0][1])
    return _("My benefits have come {n} in 100 of their way by {day}, from {before}").format(**words)
