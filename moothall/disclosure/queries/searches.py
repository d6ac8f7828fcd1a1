"""The searches of a case: its log, what is held for it, and what was not searched."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import cast

from django.db.models import Count
from django.db.models.functions import TruncMonth
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from moothall.disclosure.models import Case, Opening, SearchHit, StatutorySearch
from moothall.disclosure.queries import capacity, unheld, unsearched
from moothall.disclosure.queries.unheld import Counted
from moothall.disclosure.queries.unsearched import Line, Unsearched
from moothall.kit.pages import Slice, keyset
from moothall.kit.registries import Person, Words
from moothall.people.models import User
from moothall.records.holding import holdables
from moothall.records.models import Hold
from moothall.search.sources import sources

SIZE = 20
MONTHS = 13


@dataclass(frozen=True)
class Named:
    """How many things were found of a kind or in a place, and what that is called."""

    name: Words
    count: int


@dataclass(frozen=True)
class Entry:
    """A search of the log, with its counts by name."""

    search: StatutorySearch
    kinds: tuple[Named, ...]
    places: tuple[Named, ...]
    only: tuple[Words, ...]
    since: date | None
    until: date | None
    kept_to: tuple[str, ...]
    left_out: tuple[str, ...]
    unsearched: tuple[Line, ...]


@dataclass(frozen=True)
class Held:
    """What is held for a case, by kind, counted in words."""

    hold: Hold
    counts: tuple[Named, ...]


@dataclass(frozen=True)
class Beside:
    """What the case page shows of its searches."""

    searches: int
    found: int
    held: Held | None
    unheld: tuple[Counted, ...]
    opening: Opening | None
    opening_unheld: tuple[Counted, ...]
    unsearched: Unsearched
    may_search: bool
    may_release: bool
    may_read: bool


@dataclass(frozen=True)
class Month:
    """How many searches of the hall were made for requests in a month."""

    first: date
    searches: int
    requests: int


def beside(case: Case, user: User, *, searching: bool) -> Beside:
    """Searches, hold, and what was not searched, in a fixed number of questions; `searching` for who may search."""
    opening, searches = Opening.objects.filter(case=case).first(), case.searches.count()
    found = SearchHit.objects.filter(search__case=case).values("key").distinct()
    return Beside(
        searches=searches,
        found=found.count() if searches else 0,
        held=held(case),
        unheld=unheld.counts(case) if searches else (),
        opening=opening,
        opening_unheld=unheld.counted(opening.unheld) if opening else (),
        unsearched=unsearched.unsearched(case),
        may_search=searching and case.is_open,
        may_release=searching and not case.is_open,
        may_read=searching,
    )


def held(case: Case) -> Held | None:
    """What is held for a case; None where nothing is."""
    hold = case.hold
    if hold is None or not hold.in_force:
        return None
    rows = hold.scopes.values_list("kind").annotate(n=Count("pk")).order_by("kind")
    return Held(hold, tuple(Named(_counted(kind, n), n) for kind, n in rows))


def _counted(kind: str, n: int) -> str:
    if kind == "message":
        return ngettext("{n} message", "{n} messages", n).format(n=n)
    if kind == "post":
        return ngettext("{n} post", "{n} posts", n).format(n=n)
    known = holdables.get(kind)
    return f"{n} {(known.label if n == 1 else known.many) if known else kind}"


def log(case: Case, after: str | None) -> tuple[list[Entry], str | None]:
    """A page of the searches of a case, newest first."""
    found: Slice[StatutorySearch] = keyset(case.searches.select_related("by"), by=("-pk",), after=after, size=SIZE)
    mentioned = {place for row in found.rows for place in (*row.containers, *row.left_out)}
    mentioned |= {place for row in found.rows for place in row.filters.get("containers", ())}
    names = capacity.names(place for place in mentioned if place.partition(":")[0] in {"mailbox", "space"})
    labels = {source.key: source.label for source in sources}
    return [_entry(row, names, labels) for row in found.rows], found.next_cursor


def _entry(row: StatutorySearch, called: Mapping[str, str], labels: Mapping[str, Words]) -> Entry:
    places = sorted(row.containers.items(), key=lambda one: (-one[1], one[0]))
    return Entry(
        search=row,
        kinds=tuple(Named(labels.get(kind, kind), n) for kind, n in row.kinds.items()),
        places=tuple(Named(called.get(place, place), n) for place, n in places[:20]),
        only=tuple(labels.get(kind, kind) for kind in row.filters.get("kinds", ())),
        since=_day(row.filters.get("since")),
        until=_day(row.filters.get("until")),
        kept_to=tuple(called.get(place, place) for place in row.filters.get("containers", ())),
        left_out=tuple(called.get(place, place) for place in row.left_out),
        unsearched=unsearched.lines_of(row.unsearched or ()),
    )


def _day(written: str | None) -> date | None:
    return date.fromisoformat(written) if written else None


def told(user: User) -> list[Month]:
    """How many searches for requests there were in each month, for anybody on the staff: numbers only.

    Those for a sensitive case, or for one that is about whoever asks, are not counted: nobody learns of them from this.
    """
    rows = StatutorySearch.objects.filter(case__sensitive=False).exclude(case__about=user)
    months = rows.annotate(month=TruncMonth("at")).values("month").order_by("-month")
    found = months.annotate(n=Count("pk"), cases=Count("case", distinct=True))[:MONTHS]
    return [Month(row["month"].date(), row["n"], row["cases"]) for row in found]


def export(person: Person) -> Iterable[dict[str, object]]:
    """For the copy of a person's data: how often the hall, and so what is theirs in it, was searched for requests."""
    for month in told(cast(User, person)):
        yield {"month": f"{month.first:%Y-%m}", "searches": month.searches, "requests": month.requests}


def why_kept(hold: Hold) -> Words:
    """Why a hold must stay: a request that it is for is open. Nothing where none is."""
    still = Case.objects.open().filter(hold=hold).exists()
    return _("The information request that it is for is still open. Close the request first.") if still else ""
