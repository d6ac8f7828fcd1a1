"""Comparing the index with the database: everything that is missing, too much, misplaced or out of date."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

import tantivy

from . import index, reader
from .sources import Document, Source, sources, split_key

_CHUNK = 500


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing about which index and database do not agree."""

    key: str
    problem: str  # missing | extra | twice | wrong container | stale


def differences(*, progress: Callable[[int], None] = lambda _done: None) -> Iterator[Difference]:
    """Give every difference, room by room; what waits in the outbox differs until it is drained."""
    searcher = reader.searcher()
    done = 0
    for source in sources:
        held = _held(searcher, source.key)
        for chunk in _chunks(source.ids(0)):
            documents = {split_key(document.key)[1]: document for document in source.documents(chunk)}
            yield from _of_chunk(searcher, source, documents, held)
            done += len(chunk)
            progress(done)
        yield from (Difference(f"{source.key}:{ref}", "extra") for ref in sorted(held))


def _of_chunk(
    searcher: tantivy.Searcher, source: Source, documents: dict[int, Document], held: dict[int, list[int]]
) -> Iterator[Difference]:
    for ref, document in documents.items():
        digests = held.pop(ref, [])
        if not digests:
            yield Difference(document.key, "missing")
            continue
        if len(digests) > 1:
            yield Difference(document.key, "twice")
        if digests[0] != index.digest(document):
            misplaced = document.container not in _containers(searcher, document.key)
            yield Difference(document.key, "wrong container" if misplaced else "stale")


def _held(searcher: tantivy.Searcher, kind: str) -> dict[int, list[int]]:
    """Give the digests the index holds of one kind, by ref; columns only, as reading documents would be slow."""
    with index.engine_errors():
        query = tantivy.Query.term_query(index.schema(), "kind", kind, "basic")
        answer = searcher.search(query, limit=max(1, searcher.num_docs))
        addresses = [address for _score, address in answer.hits]
        refs = searcher.fast_field_values("ref", addresses)
        digests = searcher.fast_field_values("digest", addresses)
    held: dict[int, list[int]] = {}
    for ref, digest in zip(refs, digests, strict=True):
        held.setdefault(int(ref or 0), []).append(int(digest or 0))
    return held


def _containers(searcher: tantivy.Searcher, key: str) -> set[str]:
    with index.engine_errors():
        query = tantivy.Query.term_query(index.schema(), "key", key, "basic")
        answer = searcher.search(query, limit=10)
        return {str(searcher.doc(address).get_first("container")) for _score, address in answer.hits}


def _chunks(refs: Iterable[int]) -> Iterator[list[int]]:
    left = iter(refs)
    while chunk := list(islice(left, _CHUNK)):
        yield chunk
