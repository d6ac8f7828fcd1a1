"""Reads about what files say, and about those that say nothing to search."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet
from django.utils.translation import gettext

from .models import Reading, ReadPart, State, Why
from .ways import ways


def unread(way: str, blobs: "Collection[int] | QuerySet[Any, Any]") -> QuerySet[ReadPart]:
    """The files in these blobs that search cannot look into, or not wholly, in their order; each `text` says why."""
    parts = ReadPart.objects.filter(reading__way=way, reading__blob__in=blobs).exclude(text__state=State.READ)
    return parts.select_related("text", "reading").defer("text__words").order_by("reading__blob", "place")


def waiting(way: str, blobs: "Collection[int] | QuerySet[Any, Any]") -> QuerySet[Reading]:
    """Those of these blobs whose files have not been read yet."""
    return Reading.objects.filter(read_at__isnull=True, way=way, blob__in=blobs)


@dataclass(frozen=True)
class Line:
    """How many files of one room search cannot look into for one reason."""

    place: str
    state: str
    why: str
    count: int


@dataclass(frozen=True)
class Coverage:
    """How far search looks into files, in numbers only."""

    read: int
    waiting: int
    lines: list[Line]

    @property
    def unread(self) -> int:
        """Files that search cannot look into, or not wholly."""
        return sum(line.count for line in self.lines)


def coverage() -> Coverage:
    """How many files are read, how many wait, and how many are not and why."""
    labels = {way.key: str(way.label) for way in ways}
    rows = ReadPart.objects.values("reading__way", "text__state", "text__why").order_by().annotate(n=Count("pk"))
    found = {(row["reading__way"], row["text__state"], row["text__why"]): row["n"] for row in rows}
    lines = [
        Line(labels.get(way, way), str(State(state).label), str(Why(why).label), count)
        for (way, state, why), count in found.items()
        if state != State.READ
    ]
    return Coverage(
        read=sum(count for (_way, state, _why), count in found.items() if state == State.READ),
        waiting=Reading.objects.filter(read_at__isnull=True).count(),
        lines=sorted(lines, key=lambda line: (-line.count, line.place, line.why)),
    )


@dataclass(frozen=True)
class Unread:
    """A file of a thing with this key that search cannot look into, or not wholly, or not yet; and why."""

    key: str
    name: str
    state: str
    why: str


WAITING = "waiting"


def not_yet(key: str, name: str) -> Unread:
    """A file that waits to be read."""
    return Unread(key, name, WAITING, gettext("It has not been read yet"))


def not_wholly(key: str, part: ReadPart, *, name: str = "") -> Unread:
    """A file that was read in part, or not at all."""
    text = part.text
    return Unread(key, name or part.name, text.state, str(text.get_why_display()))
