"""Reads for the desk and the overview, gathered from what the rooms registered."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks_db.models import DBTaskResult

from moothall.home.models import Heartbeat
from moothall.kit import clock, disk
from moothall.kit.apps import is_on
from moothall.kit.registries import HomeCard, home_cards, overview_figures, troubles
from moothall.people.models import User
from moothall.search import writer

NOON, EVENING = 12, 18
RECENT = timedelta(days=1)
LEAST_FREE = 2 * 10**9  # bytes


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
    write_url: str | None


@dataclass(frozen=True)
class Figure:
    """One number of the overview."""

    label: str
    count: int


@dataclass(frozen=True)
class Overview:
    """How the hall is: what it holds, what runs, what is wrong."""

    figures: list[Figure]
    workers: int
    unindexed: int
    tasks: int
    database: str
    free: int
    troubles: list[str]

    @property
    def well(self) -> bool:
        """Whether nothing needs the administrator."""
        return not self.troubles


def desk(user: User) -> Desk:
    """Everything the rooms have for this person today."""
    local = timezone.localtime(clock.now())
    part = "morning" if local.hour < NOON else "afternoon" if local.hour < EVENING else "evening"
    write_url = reverse("spaces:write") if is_on("spaces") else None
    cards = [(item, item.build(user)) for item in home_cards]
    return Desk(local, part, _shown(cards, side=False), _shown(cards, side=True), write_url)


def _shown(cards: list[tuple[HomeCard, object | None]], *, side: bool) -> list[Card]:
    return [Card(item.template, content) for item, content in cards if content is not None and item.side is side]


def overview() -> Overview:
    """Each room's figure, what is running, and what is wrong."""
    figures = [Figure(str(item.label), item.count()) for item in overview_figures]
    waiting, workers = DBTaskResult.objects.ready().count(), Heartbeat.objects.alive().count()
    return Overview(
        figures=figures,
        workers=workers,
        unindexed=writer.pending(),
        tasks=waiting,
        database=connection.vendor,
        free=disk.free(),
        troubles=list(_troubles(workers)),
    )


def _troubles(workers: int) -> Iterator[str]:
    """What an administrator must mend, with the way to mend it."""
    if not workers:
        yield _("No worker was heard of in a minute, so nothing new can be found. Start one with: moothall worker")
    failed = DBTaskResult.objects.failed().filter(finished_at__gte=clock.now() - RECENT).count()
    if failed:
        yield _("{n} tasks failed in the last day. Their reasons are in the server’s log.").format(n=failed)
    if disk.free() < LEAST_FREE:
        yield _("The disk that holds the data has less than 2 GB free. Make room before it is full.")
    for trouble in troubles:
        yield from trouble.find()
