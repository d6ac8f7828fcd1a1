"""Looking at the feeds of other bodies: claim, fetch, keep. What fails is tried again later, and nothing is lost.

A look is claimed for a while, so that two workers never read one feed at once; a worker that is killed leaves its claim
to run out. Everything that a look brings is kept in one transaction, or nothing of it.
"""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from django.db import transaction

from moothall import audit
from moothall.kit import clock
from moothall.lessons import tasks, telling
from moothall.lessons.documents_of_others import items_changed
from moothall.lessons.exchange import looking
from moothall.lessons.exchange.entries import Entry
from moothall.lessons.exchange.faults import Fault, Faulty
from moothall.lessons.exchange.looking import Look
from moothall.lessons.models import Item, ItemKind, Subscription

EVERY = timedelta(hours=1)
READ_AGAIN = timedelta(days=1)  # then also what a server calls unchanged is read: its later pages may have changed
CLAIM = timedelta(minutes=5)  # longer than any look takes
LONGEST_WAIT = timedelta(days=1)
MOST_KEPT = 3_000  # things of one body
SEEN = ["last_seen", "gone_at"]
WORDS = [
    "kind",
    "title",
    "summary",
    "html",
    "cut",
    "url",
    "licence",
    "licence_url",
    "said_by",
    "language",
    "published_at",
    "updated_at",
    "data",
]


@dataclass(frozen=True)
class Outcome:
    """What came of looking once; `fault` where it could not be read, None of it where nobody could look."""

    new: int = 0
    changed: int = 0
    gone: int = 0
    unchanged: bool = False
    fault: str = ""


def due() -> int:
    """Have the worker look at whichever feed's turn it is; returns how many."""
    now = clock.now()
    with transaction.atomic():
        rows = Subscription.objects.select_for_update(skip_locked=True).due(now).order_by("look_at", "pk")[:50]
        turns = [row.pk for row in rows]
        Subscription.objects.filter(pk__in=turns).update(look_at=now + EVERY)
    for pk in turns:
        tasks.look.enqueue(pk)
    return len(turns)


def look(pk: int) -> Outcome | None:
    """Look at a feed now; None where it was ended, or somebody else looks."""
    claimed = _claim(pk)
    if claimed is None or claimed.looking_until is None:
        return None
    until = claimed.looking_until
    fresh = claimed.read_at is not None and claimed.read_at > clock.now() - READ_AGAIN
    etag, modified = (claimed.etag, claimed.modified) if fresh else ("", "")
    try:
        return _keep(pk, until, looking.look(claimed.address, etag=etag, modified=modified))
    except Faulty as faulty:
        return _stumble(pk, until, faulty)
    except Exception:
        _stumble(pk, until, Faulty(Fault.NOT_HERE))
        raise


def _claim(pk: int) -> Subscription | None:
    now = clock.now()
    with transaction.atomic():
        row = Subscription.objects.select_for_update().live().filter(pk=pk).first()
        if row is None or row.is_looking:
            return None
        row.looking_until = now + CLAIM
        row.save(update_fields=["looking_until"])
    return row


def _claimed(pk: int, until: datetime) -> Subscription | None:
    """The row, locked, while this look is still the one that counts."""
    return Subscription.objects.select_for_update().live().filter(pk=pk, looking_until=until).first()


@audit.act
def _stumble(pk: int, until: datetime, faulty: Faulty) -> Outcome | None:
    row = _claimed(pk, until)
    if row is None:
        return None
    now = clock.now()
    row.failures += 1
    row.fault, row.fault_detail = faulty.fault, faulty.detail
    row.failing_since = row.failing_since or now
    row.looked_at, row.looking_until = now, None
    row.look_at = now + min(EVERY * 2 ** min(row.failures - 1, 10), LONGEST_WAIT)
    row.save(
        update_fields=["failures", "fault", "fault_detail", "failing_since", "looked_at", "looking_until", "look_at"]
    )
    telling.failing(row)
    if row.failures == 1:
        audit.record("body.unreadable", by=None, on=row, fault=faulty.fault.value, detail=faulty.detail)
    return Outcome(fault=faulty.fault.value)


@audit.act
def _keep(pk: int, until: datetime, found: Look) -> Outcome | None:
    row = _claimed(pk, until)
    if row is None:
        return None
    now = clock.now()
    outcome = Outcome(unchanged=True)
    fields = ["looked_at", "heard_at", "looking_until", "look_at", "failures", "fault", "fault_detail", "failing_since"]
    if not found.unchanged:
        outcome = _take(row, found, now)
        row.title, row.home, row.licence = found.title[:300], found.home, found.licence[:300]
        row.etag, row.modified = found.etag, found.modified
        row.read_at = now
        row.more = found.more or row.items.count() >= MOST_KEPT
        fields += ["read_at", "title", "home", "licence", "etag", "modified", "more"]
    row.looked_at = row.heard_at = now
    row.looking_until, row.look_at = None, now + EVERY
    telling.heard(row)
    row.failures, row.fault, row.fault_detail, row.failing_since = 0, "", "", None
    row.save(update_fields=fields)
    if outcome.new or outcome.changed or outcome.gone:
        audit.record("body.read", by=None, on=row, new=outcome.new, changed=outcome.changed, gone=outcome.gone)
    return outcome


def _take(row: Subscription, found: Look, now: datetime) -> Outcome:
    """Keep what a look brought; what is not there any more is marked, and stays."""
    known = {each.key: each for each in row.items.only("key", "digest")}
    new: list[Item] = []
    changed: list[Item] = []
    seen: list[int] = []
    for entry in reversed(found.entries):  # the newest is kept last, and so stands first
        item, digest = known.get(entry.key), _digest(entry)
        if item is None:
            if len(known) + len(new) < MOST_KEPT:
                fresh = Item(subscription=row, guid=entry.guid[:1000], key=entry.key, first_seen=now)
                new.append(_worded(fresh, entry, digest, now))
            continue
        seen.append(item.pk)
        if item.digest != digest:
            item.changed_at = now
            changed.append(_worded(item, entry, digest, now))
    Item.objects.bulk_create(new, batch_size=200)
    telling.news(row, new)
    Item.objects.bulk_update(changed, [*WORDS, "digest", "changed_at", *SEEN], batch_size=100)
    back = set(row.items.filter(pk__in=seen, gone_at__isnull=False).values_list("pk", flat=True))
    row.items.filter(pk__in=seen).update(last_seen=now, gone_at=None)
    gone = _mark_gone(row, {entry.key for entry in found.entries}, now) if found.whole else []
    items_changed({item.pk for item in (*new, *changed)} | back | set(gone))
    return Outcome(new=len(new), changed=len(changed), gone=len(gone))


def _mark_gone(row: Subscription, listed: set[str], now: datetime) -> list[int]:
    gone = [item.pk for item in row.items.filter(gone_at=None).only("pk", "key") if item.key not in listed]
    row.items.filter(pk__in=gone).update(gone_at=now)
    return gone


def _worded(item: Item, entry: Entry, digest: str, now: datetime) -> Item:
    for name in WORDS:
        setattr(item, name, getattr(entry, name))
    item.kind = ItemKind(entry.kind) if entry.kind in ItemKind.values else ItemKind.OTHER
    item.data = dict(entry.data)
    item.digest, item.last_seen, item.gone_at = digest, now, None
    return item


def _digest(entry: Entry) -> str:
    said = [str(getattr(entry, name)) for name in WORDS if name != "data"]
    return sha256(json.dumps([*said, entry.data], sort_keys=True).encode()).hexdigest()
