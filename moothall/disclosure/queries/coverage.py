"""What the searches of a case together left out by being narrowed: kinds of thing, days, places and people."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

DAY = timedelta(days=1)

Span = tuple[date | None, date | None]
"""From a day until a day, both within it; None where it has no end."""


@dataclass(frozen=True)
class Gaps:
    """What no search covers: whole kinds, kinds only in some places or of some people, and kinds on some days."""

    kinds: tuple[str, ...]
    kept: tuple[str, ...]
    days: tuple[tuple[tuple[str, ...], Span], ...]


def gaps(filters: Sequence[Mapping[str, Any]], kinds: Sequence[str]) -> Gaps:
    """What searches with these filters, as they stand on record, leave out of these kinds; nothing where none is."""
    if not filters:
        return Gaps((), (), ())
    never, kept = [], []
    days: defaultdict[Span, list[str]] = defaultdict(list)
    for kind in kinds:
        mine = [one for one in filters if not one.get("kinds") or kind in one["kinds"]]
        whole = [one for one in mine if not one.get("containers") and not one.get("people")]
        if not mine:
            never.append(kind)
        elif not whole:
            kept.append(kind)
        for span in _uncovered(map(_span, whole)):
            days[span].append(kind)
    in_order = sorted(days, key=lambda span: span[0] or date.min)
    return Gaps(tuple(never), tuple(kept), tuple((tuple(days[span]), span) for span in in_order))


def _span(found: Mapping[str, Any]) -> Span:
    since, until = found.get("since"), found.get("until")
    return (date.fromisoformat(since) if since else None, date.fromisoformat(until) if until else None)


def _uncovered(spans: Iterable[Span]) -> Iterator[Span]:
    """The spans of days that none of these reaches; nothing where there are none."""
    ordered = sorted(spans, key=lambda span: span[0] or date.min)
    if not ordered:
        return
    if ordered[0][0] is not None:
        yield None, ordered[0][0] - DAY
    reached = ordered[0][1]
    for since, until in ordered[1:]:
        if reached is None:
            return
        if since is not None and since > reached + DAY:
            yield reached + DAY, since - DAY
        reached = None if until is None else max(reached, until)
    if reached is not None:
        yield reached + DAY, None
