"""Spaces and mailboxes of this hall as assets by themselves: who may know of each, and what of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from moothall.kit.pages import keyset
from moothall.kit.registries import Words
from moothall.people import grants
from moothall.people.models import User
from moothall.records.custody import Live
from moothall.records.live import LiveSource, live_sources
from moothall.records.queries.assets import sees_everything
from moothall.search.index import IndexUnusable
from moothall.search.queries import coverage

PAGE = 20


@dataclass(frozen=True)
class Line:
    """One space or mailbox, as far as a person may know of it; without figures it says only that it is there."""

    source: LiveSource
    live: Live
    name: Words
    url: str  # empty for those who may not go there
    keepers: tuple[User, ...]
    figures: bool
    indexed: int | None  # things the index holds of it; None while the index cannot be asked

    @property
    def service(self) -> str:
        """The team of whoever looks after it."""
        return next((person.team.name for person in self.keepers if person.team), "")

    @property
    def covered(self) -> int | None:
        """How much of it can be searched, in 100; None where there is nothing to search, or no answer."""
        if not self.figures or self.indexed is None or not self.live.searchable:
            return None
        return min(100, self.indexed * 100 // self.live.searchable)


@dataclass(frozen=True)
class Page:
    """The lines of one source."""

    source: LiveSource
    lines: list[Line]
    next_cursor: str | None = None


@dataclass(frozen=True)
class Coverage:
    """How much of what is held in this hall, as far as a person may know its figures, the index holds."""

    containers: int
    should: int
    indexed: int | None

    @property
    def percent(self) -> int | None:
        """In 100, rounded down, so that 100 means everything."""
        if self.indexed is None or not self.should:
            return None
        return min(100, self.indexed * 100 // self.should)


def pages(user: User, after: Mapping[str, str | None]) -> list[Page]:
    """A page of each source, in the order in which the containers were made."""
    return [_page(user, source, after.get(source.key)) for source in live_sources]


def everything(user: User) -> list[Line]:
    """All that a person may know of, for the map."""
    return [line for source in live_sources for line in _lines(user, source, None)]


def covered(lines: Iterable[Line]) -> Coverage:
    """Sum up lines whose figures may be known."""
    known = [line for line in lines if line.figures]
    counts = [line.indexed for line in known]
    indexed = None if None in counts else sum(count or 0 for count in counts)
    return Coverage(len(known), sum(line.live.searchable for line in known), indexed)


def _page(user: User, source: LiveSource, after: str | None) -> Page:
    rows = keyset(source.containers(None if sees_everything(user) else user), by=("pk",), after=after, size=PAGE)
    return Page(source, _lines(user, source, [row.pk for row in rows.rows]), rows.next_cursor)


def _lines(user: User, source: LiveSource, refs: list[int] | None) -> list[Line]:
    """Lines for these containers, or for all that the person may know of; their names only where they may know them."""
    everyone = sees_everything(user)
    if refs is None and not everyone:
        refs = list(source.containers(user).values_list("pk", flat=True))
    if refs == []:
        return []
    named = source.containers(user)
    known = {
        f"{source.key}:{pk}"
        for pk in (named if refs is None else named.filter(pk__in=refs)).values_list("pk", flat=True)
    }
    lives = list(source.live(refs))
    keepers = _keepers(lives)
    indexed = _indexed(source, lives)
    lines = []
    for live in lives:
        may_read = grants.may_see(user, live.container)
        figures = everyone or live.open_to_all or may_read
        lines.append(
            Line(
                source=source,
                live=live,
                name=live.name if live.container in known else source.unnamed,
                url=live.url if may_read or live.open_to_all else "",
                keepers=tuple(keepers[pk] for pk in live.looked_after_by if pk in keepers),
                figures=figures,
                indexed=indexed.get(live.container, 0) if indexed is not None else None,
            )
        )
    return lines


def _keepers(lives: Iterable[Live]) -> dict[int, User]:
    wanted = {pk for live in lives for pk in live.looked_after_by}
    return {person.pk: person for person in User.objects.filter(pk__in=wanted).select_related("team")}


def _indexed(source: LiveSource, lives: Iterable[Live]) -> Mapping[str, int] | None:
    try:
        return coverage.held([live.container for live in lives], kinds=source.kinds)
    except IndexUnusable:
        return None
