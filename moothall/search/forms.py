"""What the address of a search says: bookmarks are kept for years, so nothing in one is an error."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from django.http import QueryDict

from moothall.search import queries
from moothall.search.queries import Filters, Order

PAGE = 20
_MOST_CHOICES = 200
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Asked:
    """A search as its address tells it."""

    text: str
    filters: Filters
    when: str  # month | year | before, or empty
    order: Order
    page: int

    @property
    def narrowed(self) -> bool:
        """Whether any filter is set."""
        return self.filters != Filters()

    @property
    def anything(self) -> bool:
        """Whether there is something to look for, be it by filters alone."""
        return bool(self.text or self.narrowed)

    @property
    def is_first(self) -> bool:
        """Whether somebody looks for words, everywhere: not yet narrowing, sorting or turning over what was found."""
        return bool(self.text) and not self.narrowed and self.page == 1 and self.order == "best"

    @property
    def offset(self) -> int:
        """How many results come before this page."""
        return (self.page - 1) * PAGE


def read(given: QueryDict) -> Asked:
    """Read a search from its address."""
    spans = queries.ranges()
    when = given.get("when", "")
    since, until = spans.get(when, (None, None))
    return Asked(
        text=given.get("q", "").replace("\0", " ").strip(),
        filters=Filters(
            kinds=_choices(given, "kind"),
            containers=_choices(given, "where"),
            people=_choices(given, "who"),
            since=_tried(date.fromisoformat, given.get("from", "")) or since,
            until=_tried(date.fromisoformat, given.get("to", "")) or until,
        ),
        when=when if when in spans else "",
        order="newest" if given.get("order") == "newest" else "best",
        page=max(1, min(_tried(int, given.get("page", "")) or 1, queries.DEEPEST // PAGE)),
    )


def _choices(given: QueryDict, name: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for value in given.getlist(name)[:_MOST_CHOICES] if value))


def _tried(convert: Callable[[str], T], value: str) -> T | None:
    try:
        return convert(value)
    except ValueError:
        return None
