"""Statutory search: of everything in the hall, whoever may see it; for the room that answers information requests.

It gives keys, places and counts, and not a word of what it finds. It asks nobody's permission, so the contract of
imports lets nobody have it but that room, where each search belongs to a live case and is on record.
"""

import json
import time
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

import tantivy

from moothall.kit import clock
from moothall.search import catching, index, language, reader
from moothall.search.queries import finding
from moothall.search.queries.finding import Filters
from moothall.search.sources import sources, split_key

PATIENCE = 30.0  # seconds a search waits for the index to catch up
MOST = 100_000  # things that one search can find: whoever finds more has searched for nothing


class Senseless(Exception):  # noqa: N818  says what is the matter
    """There is not a word to look for, nor a person or a place to keep to: it would find everything."""


class TooMany(Exception):  # noqa: N818  says what is the matter
    """It finds more than anybody could read."""


@dataclass(frozen=True, slots=True)
class Match:
    """One thing that was found: its key in the index (`mail:12`) and the container it lies in."""

    key: str
    container: str

    @property
    def kind(self) -> str:
        """What kind of thing it is."""
        return split_key(self.key)[0]


@dataclass(frozen=True)
class Searched:
    """What a search of the whole hall found, and of which state of the index."""

    matches: tuple[Match, ...]
    generation: str
    version: str
    stamp: int  # of the last commit: the same generation and stamp are the same index
    at: datetime
    seconds: float
    cut: bool  # only the first words of it were used

    @property
    def total(self) -> int:
        """How many things were found."""
        return len(self.matches)

    @property
    def kinds(self) -> Mapping[str, int]:
        """How many of each kind."""
        return dict(sorted(Counter(match.kind for match in self.matches).items()))

    @property
    def containers(self) -> Mapping[str, int]:
        """How many in each container."""
        return dict(sorted(Counter(match.container for match in self.matches).items()))

    @property
    def digest(self) -> str:
        """SHA-256 over all keys in their order: the same search of the same index gives it again."""
        return sha256("\n".join(match.key for match in self.matches).encode()).hexdigest()


def find(text: str, *, filters: Filters, without: Collection[str]) -> Searched:
    """Look for `text` everywhere but in the containers `without`; not inside a transaction, as the index catches up.

    Raises Senseless, TooMany, `catching.Late` and `index.IndexUnusable`.
    """
    started = time.perf_counter()
    wish = language.read(text)
    if not wish.wanted and (wish.senseless or not (filters.people or filters.containers)):
        raise Senseless
    catching.up(PATIENCE)
    searcher = reader.searcher()
    generation, stamp = _state()
    at = clock.now()
    matches = sorted(set(_everything(searcher, _query(wish, filters, without))), key=_in_order)
    return Searched(
        tuple(matches), generation, index.VERSION, stamp, at, round(time.perf_counter() - started, 3), wish.cut
    )


def closest(words: Sequence[str], *, most: int, without: Collection[str]) -> Searched:
    """The things, at most so many, that have the most of these words and the rarest; not inside a transaction.

    For what must be kept before anybody has searched for it. Two of the words are wanted, of one or two words all.
    Raises `catching.Late` and `index.IndexUnusable`.
    """
    started = time.perf_counter()
    catching.up(PATIENCE)
    searcher = reader.searcher()
    generation, stamp = _state()
    at = clock.now()
    never = [(tantivy.Occur.MustNot, finding.any_of("container", without))] if without else []
    known = finding.any_of("kind", {source.key for source in sources})
    asked = [(tantivy.Occur.Must, language.some_of(words, least=2)), (tantivy.Occur.Must, known), *never]
    with index.engine_errors():
        hits = searcher.search(tantivy.Query.boolean_query(asked), limit=most).hits
        documents = [searcher.doc(address) for _score, address in hits]
    found = {Match(str(one.get_first("key")), str(one.get_first("container"))) for one in documents}
    matches = tuple(sorted(found, key=_in_order))
    seconds = round(time.perf_counter() - started, 3)
    return Searched(matches, generation, index.VERSION, stamp, at, seconds, cut=len(words) > language.MOST_TERMS)


def _query(wish: language.Wish, filters: Filters, without: Collection[str]) -> tantivy.Query:
    must, never = tantivy.Occur.Must, tantivy.Occur.MustNot
    known = {source.key for source in sources}
    parts = [(must, language.query(wish))]
    parts.append((must, finding.any_of("kind", known.intersection(filters.kinds) if filters.kinds else known)))
    if filters.containers:
        parts.append((must, finding.any_of("container", filters.containers)))
    if filters.people:
        parts.append((must, finding.any_of("who", filters.people)))
    if filters.since or filters.until:
        parts.append((must, finding.between(filters.since, filters.until)))
    if without:
        parts.append((never, finding.any_of("container", without)))
    return tantivy.Query.boolean_query(parts)


def _everything(searcher: tantivy.Searcher, asked: tantivy.Query) -> Iterator[Match]:
    with index.engine_errors():
        count = int(searcher.search(asked, limit=1).count)  # type: ignore[attr-defined]  # missing from the stubs
        if count > MOST:
            raise TooMany
        for _score, address in searcher.search(asked, limit=count).hits if count else ():
            document = searcher.doc(address)
            yield Match(str(document.get_first("key")), str(document.get_first("container")))


def _in_order(match: Match) -> tuple[str, int]:
    return split_key(match.key)


def _state() -> tuple[str, int]:
    """The generation of the index in use and the number of its last commit."""
    folder = index.current()
    with index.engine_errors():
        return folder.name, int(json.loads((folder / "meta.json").read_text("utf-8")).get("opstamp", 0))
