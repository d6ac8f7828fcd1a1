"""Finding: what a person may see of what they look for, exactly counted and checked against the database."""

import logging
import time
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

import tantivy
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone
from django.utils.safestring import SafeString

from moothall.kit import clock
from moothall.people import grants
from moothall.people.models import User
from moothall.search import index, language, reader, snippets
from moothall.search.language import Wish
from moothall.search.sources import Hit, sources, split_key

log = logging.getLogger(__name__)

Order = Literal["best", "newest"]
Asker = User | AnonymousUser
DEEPEST = 2000  # results a person can page to; whoever needs more should narrow
_MOST_BUCKETS = 500


@dataclass(frozen=True, slots=True)
class Filters:
    """What a search is narrowed to; what is empty narrows nothing."""

    kinds: tuple[str, ...] = ()
    containers: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None  # this day is part of it


@dataclass(frozen=True, slots=True)
class Found:
    """One result: what the database shows of it, and where it matched."""

    hit: Hit
    kind: str
    snippet: SafeString
    score: float

    @property
    def key(self) -> str:
        """`post:12`."""
        return self.hit.key

    @property
    def title(self) -> str:
        """What it is called."""
        return self.hit.title

    @property
    def url(self) -> str:
        """Where it is."""
        return self.hit.url


@dataclass(frozen=True, slots=True)
class Results:
    """One page of results; `total` counts all that this person may see."""

    total: int = 0
    seconds: float = 0.0
    hits: tuple[Found, ...] = ()
    senseless: bool = False  # there was not a word to look for in what was typed
    cut: bool = False  # only the first words of it were used


@dataclass(frozen=True, slots=True)
class Counts:
    """How many results there would be for each choice of each filter, the others staying as they are."""

    kinds: Mapping[str, int]
    containers: Mapping[str, int]
    people: Mapping[str, int]
    dates: Mapping[str, int]


def find(
    user: Asker,
    text: str,
    *,
    kinds: Iterable[str] = (),
    containers: Iterable[str] = (),
    people: Iterable[str] = (),
    since: date | None = None,
    until: date | None = None,
    order: Order = "best",
    limit: int = 20,
    offset: int = 0,
) -> Results:
    """Look for `text` in everything `user` may see; raises IndexUnusable, and no error whatever the text is."""
    started = time.perf_counter()
    wish = language.read(text)
    if not isinstance(user, User) or not grants.tokens(user):
        return Results(senseless=wish.senseless, cut=wish.cut)
    filters = Filters(tuple(kinds), tuple(containers), tuple(people), since, until)
    searcher = reader.searcher()
    with index.engine_errors():
        answer = searcher.search(
            _query(user, wish, filters),
            limit=max(1, limit),
            offset=max(0, min(offset, DEEPEST)),
            order_by_field="date" if order == "newest" or not wish.wanted else None,
        )
        documents = [(float(score), searcher.doc(address)) for score, address in answer.hits]
    total = int(answer.count)  # type: ignore[attr-defined]  # missing from the engine's stubs
    loaded = _load(user, [str(document.get_first("key")) for _score, document in documents])
    hits = _found(searcher, wish, documents, loaded)
    return Results(
        total=max(len(hits), total - (len(documents) - len(hits))),
        seconds=time.perf_counter() - started,
        hits=hits,
        senseless=wish.senseless,
        cut=wish.cut,
    )


def count(user: Asker, text: str, filters: Filters, ranges: Mapping[str, tuple[date | None, date | None]]) -> Counts:
    """Count results for every choice of every filter, that filter itself left out; raises IndexUnusable."""
    wish = language.read(text)
    if not isinstance(user, User) or not grants.tokens(user):
        return Counts({}, {}, {}, {})
    searcher = reader.searcher()
    asked = {
        "kinds": {"terms": {"field": "kind", "size": _MOST_BUCKETS}},
        "containers": {"terms": {"field": "container", "size": _MOST_BUCKETS}},
        "people": {"terms": {"field": "who", "size": 12}},
    }
    counted: dict[str, dict[str, int]] = {name: {} for name in ("kinds", "containers", "people", "dates")}
    for filters_left, names in _by_filters_left(filters).items():
        limited = _query(user, wish, filters_left)
        with index.engine_errors():
            answer = searcher.aggregate(limited, {name: asked[name] for name in names if name in asked})
            if "dates" in names:
                counted["dates"] = {name: _count_span(searcher, limited, *span) for name, span in ranges.items()}
        for name, counts in answer.items():
            counted[name] = {str(one["key"]): int(one["doc_count"]) for one in counts["buckets"]}
    return Counts(**counted)


def _by_filters_left(filters: Filters) -> Mapping[Filters, list[str]]:
    """Group the counts that can be had from one query: all of them, when nothing is narrowed."""
    left = {
        "kinds": Filters((), filters.containers, filters.people, filters.since, filters.until),
        "containers": Filters(filters.kinds, (), filters.people, filters.since, filters.until),
        "people": Filters(filters.kinds, filters.containers, (), filters.since, filters.until),
        "dates": Filters(filters.kinds, filters.containers, filters.people),
    }
    groups: defaultdict[Filters, list[str]] = defaultdict(list)
    for name, without in left.items():
        groups[without].append(name)
    return groups


def _query(user: User, wish: Wish, filters: Filters) -> tantivy.Query:
    """Put together what is looked for and what limits it; the limits weigh nothing in the order."""
    held = grants.tokens(user)
    limits = [any_of("container", held.intersection(filters.containers) if filters.containers else held)]
    known = {source.key for source in sources}
    limits.append(any_of("kind", known.intersection(filters.kinds) if filters.kinds else known))
    if filters.people:
        limits.append(any_of("who", filters.people))
    if filters.since or filters.until:
        limits.append(between(filters.since, filters.until))
    parts = [(tantivy.Occur.Must, language.query(wish))]
    parts += [(tantivy.Occur.Must, tantivy.Query.const_score_query(limit, 0.0)) for limit in limits]
    return tantivy.Query.boolean_query(parts)


def any_of(field: str, values: Iterable[str]) -> tantivy.Query:
    """Match what has one of these values."""
    return tantivy.Query.term_set_query(index.schema(), field, sorted(values))


def between(since: date | None, until: date | None) -> tantivy.Query:
    """Match what is dated from one day to another, both days included."""
    return tantivy.Query.range_query(
        index.schema(),
        "date",
        tantivy.FieldType.Integer,
        _first_second(since) if since else None,
        _last_second(until) if until else None,
    )


def _count_span(searcher: tantivy.Searcher, limited: tantivy.Query, since: date | None, until: date | None) -> int:
    parts = [(tantivy.Occur.Must, limited), (tantivy.Occur.Must, between(since, until))]
    return int(searcher.search(tantivy.Query.boolean_query(parts), limit=1).count)  # type: ignore[attr-defined]


def _first_second(day: date) -> int:
    """When a day begins here; a datetime is the moment it is."""
    if isinstance(day, datetime):
        return int(day.timestamp())
    return int(timezone.make_aware(datetime(day.year, day.month, day.day)).timestamp())  # noqa: DTZ001  made aware


def _last_second(day: date) -> int:
    if isinstance(day, datetime) or day == date.max:
        return _first_second(day)
    return _first_second(day + timedelta(days=1)) - 1


def _load(user: User, keys: Iterable[str]) -> dict[str, Hit]:
    """Ask the database again what this person may see: the index is a copy, and copies are late."""
    by_kind: defaultdict[str, list[int]] = defaultdict(list)
    for key in keys:
        kind, ref = split_key(key)
        by_kind[kind].append(ref)
    loaded: dict[str, Hit] = {}
    for kind, refs in by_kind.items():
        source = sources.get(kind)
        if source is not None:
            loaded |= {f"{kind}:{ref}": hit for ref, hit in source.load(user, refs).items()}
    return loaded


def _found(
    searcher: tantivy.Searcher,
    wish: Wish,
    documents: list[tuple[float, tantivy.Document]],
    loaded: Mapping[str, Hit],
) -> tuple[Found, ...]:
    """Join what the engine and the database say; what the database does not show is dropped and logged."""
    with index.engine_errors():
        generator = tantivy.SnippetGenerator.create(searcher, language.shown_in(wish, "body"), index.schema(), "body")
        generator.set_max_num_chars(snippets.LENGTH)
        found: list[Found] = []
        for score, document in documents:
            key = str(document.get_first("key"))
            if key not in loaded:
                log.warning("The index offered %s, which the database does not show to this person.", key)
                continue
            body = str(document.get_first("body") or "")
            snippet = snippets.best(generator, body, words=len(wish.wanted)) if wish.wanted else snippets.plain(body)
            found.append(Found(loaded[key], split_key(key)[0], snippet, score))
    return tuple(found)


def ranges() -> dict[str, tuple[date | None, date | None]]:
    """The spans of time a search can be narrowed to with one press."""
    today = clock.today()
    return {
        "month": (today.replace(day=1), None),
        "year": (today.replace(month=1, day=1), None),
        "before": (None, date(today.year - 1, 12, 31)),
    }
