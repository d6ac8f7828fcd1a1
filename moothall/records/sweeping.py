"""Holds on a search: what it finds is written down as tokens, as a full-text index cannot be asked at a deletion.

A search is swept when it is placed, again every quarter of an hour, and before every batch of a disposal. What was
found once stays held until the release, also when its words change. A sweep sees everything, because what must be kept
does not depend on who asks; so it gives nothing but numbers. It is for holds alone and each is on record.
"""

import logging
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta

from moothall import audit
from moothall.kit import clock
from moothall.people.models import User
from moothall.records.held import ADDRESS
from moothall.records.holding import holdables
from moothall.records.models import Hold, HoldScope, HoldSearch
from moothall.search import catching, index, language, reader
from moothall.search.sources import split_key

log = logging.getLogger(__name__)

BATCH = 2000
PATIENCE = 30.0  # seconds a sweep waits for the index to catch up
EVERY = timedelta(minutes=15)
Late = catching.Late


class Senseless(Exception):  # noqa: N818  says what is the matter
    """There is not a word in the search that could be looked for; it would hold everything or nothing."""


@dataclass(frozen=True)
class Sweep:
    """What a search finds in the whole hall: numbers by kind of token, and how many in which container."""

    found: Mapping[str, tuple[int, ...]]
    containers: Mapping[str, int]

    @property
    def total(self) -> int:
        """How many things it finds."""
        return sum(len(refs) for refs in self.found.values())


def sweep(query: str) -> Sweep:
    """Find everything that has these words, whoever may see it; not inside a transaction.

    Raises Senseless, Late, and search's IndexUnusable.
    """
    wish = language.read(query)
    if not wish.wanted:
        raise Senseless
    catching.up(PATIENCE)
    kinds = {one.indexed: one.key for one in holdables if one.indexed}
    found: dict[str, list[int]] = {}
    containers: Counter[str] = Counter()
    for key, container in _everything(wish):
        indexed, ref = split_key(key)
        if indexed in kinds:
            found.setdefault(kinds[indexed], []).append(ref)
            containers[container] += 1
    return Sweep({kind: tuple(refs) for kind, refs in found.items()}, containers)


def refresh(hold: Hold) -> int:
    """Look for what a hold's searches find by now and hold that too, as an act; returns how many things are new.

    Also holds the present address of each person whom the hold covers. Not inside a transaction.
    """
    swept = [(search, sweep(search.query)) for search in hold.searches.order_by("pk")] if hold.in_force else []
    with audit.acting():
        if not Hold.objects.select_for_update().in_force().filter(pk=hold.pk).exists():
            return 0
        added = addresses(hold) + sum(write_down(search, found) for search, found in swept)
        if added:
            audit.record("hold.search_refreshed", by=None, on=hold, added=added)
    return added


def refresh_all() -> int:
    """Refresh every hold in force; retention calls this before each batch, the worker every quarter of an hour.

    Raises what `sweep` raises: where a search cannot be asked, nothing must be disposed of.
    """
    return sum(refresh(hold) for hold in Hold.objects.in_force().order_by("pk"))


def cannot_now() -> str:
    """Refresh every hold in force before something goes; why that cannot be done now, in words, or nothing."""
    try:
        refresh_all()
    except (Late, Senseless, index.IndexUnusable) as error:
        log.warning("A disposal waits: %s", type(error).__name__)
        return str(error) or "A hold’s search could not be asked. The run goes on when it can."
    return ""


def _everything(wish: language.Wish) -> Iterator[tuple[str, str]]:
    """The key and the container of everything the index finds, and not a word of it."""
    searcher = reader.searcher()
    with index.engine_errors():
        asked = language.query(wish)
        count = int(searcher.search(asked, limit=1).count)  # type: ignore[attr-defined]  # missing from the stubs
        for _score, address in searcher.search(asked, limit=count).hits if count else ():
            document = searcher.doc(address)
            yield str(document.get_first("key")), str(document.get_first("container"))


def write_down(search: HoldSearch, swept: Sweep) -> int:
    """Hold what a search found and its hold does not cover yet, under the hold's lock; returns how many."""
    added = 0
    for kind, refs in swept.found.items():
        known = set(HoldScope.objects.filter(hold=search.hold_id, kind=kind).values_list("ref", flat=True))
        new = [ref for ref in dict.fromkeys(refs) if ref not in known]
        rows = (HoldScope(hold_id=search.hold_id, kind=kind, ref=ref, search=search) for ref in new)
        HoldScope.objects.bulk_create(rows, batch_size=BATCH)
        added += len(new)
    search.run_at = clock.now()
    search.save(update_fields=["run_at"])
    return added


def addresses(hold: Hold) -> int:
    """Hold what people sent by the addresses that they have now; those they had before stay held."""
    people = User.objects.filter(pk__in=hold.scopes.filter(kind="user").values("ref")).exclude(email="")
    known = set(hold.scopes.filter(kind=ADDRESS).values_list("address", flat=True))
    new = [email for email in people.values_list("email", flat=True) if email not in known]
    HoldScope.objects.bulk_create([HoldScope(hold=hold, kind=ADDRESS, address=email) for email in new])
    return len(new)
