"""Reads for the desk and the overview, gathered from what the rooms registered."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from moothall.kit import clock
from moothall.kit.registries import HomeCard, OverviewFigure, home_cards, overview_figures
from moothall.people.models import User

NOON, EVENING = 12, 18


@dataclass(frozen=True)
class Card:
    """A registered card with what it found for this person."""

    template: str
    content: object


@dataclass(frozen=True)
class Desk:
    """My desk: the hour, and what the rooms show on it."""

    now: datetime
    part_of_day: str
    main: list[Card]
    side: list[Card]


@dataclass(frozen=True)
class Figure:
    """One number of the overview."""

    label: str
    count: int


def desk(user: User) -> Desk:
    """Everything the rooms have for this person today."""
    local = timezone.localtime(clock.now())
    part = "morning" if local.hour < NOON else "afternoon" if local.hour < EVENING else "evening"
    cards = [(item, item.build(user)) for item in home_cards]
    return Desk(local, part, _shown(cards, side=False), _shown(cards, side=True))


def _shown(cards: list[tuple[HomeCard, object | None]], *, side: bool) -> list[Card]:
    return [Card(item.template, content) for item, content in cards if content is not None and item.side is side]


def overview() -> list[Figure]:
    """Each room's figure."""
    return [_figure(item) for item in overview_figures]


def _figure(item: OverviewFigure) -> Figure:
    return Figure(str(item.label), item.count())
