"""How much of a place the index holds: numbers only, never a word of what is in it."""

from collections.abc import Iterable, Mapping

import tantivy

from moothall.search import index, reader


def held(containers: Iterable[str], *, kinds: Iterable[str]) -> Mapping[str, int]:
    """Count the things of these kinds that the index holds in each container; raises IndexUnusable."""
    wanted = sorted(set(containers))
    if not wanted:
        return {}
    parts = [
        (tantivy.Occur.Must, tantivy.Query.term_set_query(index.schema(), field, sorted(values)))
        for field, values in (("container", wanted), ("kind", set(kinds)))
    ]
    searcher = reader.searcher()
    with index.engine_errors():
        answer = searcher.aggregate(
            tantivy.Query.boolean_query(parts), {"held": {"terms": {"field": "container", "size": len(wanted)}}}
        )
    return {str(one["key"]): int(one["doc_count"]) for one in answer["held"]["buckets"]}
