"""How entries are sealed and put at the end of the chain."""

import hashlib
import hmac
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db import connection, transaction

from moothall.kit import clock

from . import keys
from .canonical import Plain, canonical
from .keys import Key
from .models import GENESIS, Entry, Private

LOCK = (0x4D6F6F74, 1)  # "Moot": the advisory lock that makes writers take turns on PostgreSQL
SALT_BYTES = 32


@dataclass(frozen=True, eq=False)
class Draft:
    """What an act wants to have recorded when it is done."""

    verb: str
    actor_id: int | None
    object_type: str
    object_id: str
    details: dict[str, Plain]
    private: dict[str, Plain] | None

    def __call__(self) -> None:
        """Do nothing: the draft is handed to `on_commit` only so that Django forgets it with its savepoint."""


@dataclass(frozen=True)
class Head:
    """The end of the chain at one moment."""

    seq: int
    hash: str
    at: datetime


def append(drafts: Sequence[Draft]) -> Head:
    """Seal the drafts and add them to the chain, as the last thing before the commit.

    PostgreSQL takes its turn by a lock held until the commit; SQLite has had it since its transaction began IMMEDIATE.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", LOCK)
    last = Entry.objects.order_by("-seq").values_list("seq", "hash").first()
    seq, previous = last or (0, GENESIS)
    at, key = clock.now(), keys.signing()
    entries: list[Entry] = []
    private: list[Private] = []
    for number, draft in enumerate(drafts, start=seq + 1):
        entry = _seal(draft, seq=number, at=at, previous_hash=previous, key=key, private=private)
        previous = entry.hash
        entries.append(entry)
    with transaction.atomic(savepoint=False):
        Entry.objects.bulk_create(entries)
        Private.objects.bulk_create(private)
    return Head(entries[-1].seq, previous, at)


def seal(entry: Entry, key: Key, *, seq: int | None = None) -> str:
    """Return the hash this entry ought to have, or would have had under another number."""
    told: dict[str, Plain] = {
        "seq": entry.seq if seq is None else seq,
        "at": entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "actor": entry.actor_id,
        "verb": entry.verb,
        "object_type": entry.object_type,
        "object_id": entry.object_id,
        "details": entry.details,
        "private_digest": entry.private_digest,
        "previous_hash": entry.previous_hash,
        "key_id": entry.key_id,
    }
    return hmac.new(key.secret, b"moothall.audit.entry.1\n" + canonical(told), hashlib.sha256).hexdigest()


def private_digest(salt: str, content: Plain) -> str:
    """Return what the chain keeps of personal details: nothing that can be guessed back without the salt."""
    return hashlib.sha256(b"moothall.audit.private.1\n" + salt.encode() + b"\n" + canonical(content)).hexdigest()


def _seal(draft: Draft, *, seq: int, at: datetime, previous_hash: str, key: Key, private: list[Private]) -> Entry:
    entry = Entry(
        seq=seq,
        at=at,
        actor_id=draft.actor_id,
        verb=draft.verb,
        object_type=draft.object_type,
        object_id=draft.object_id,
        details=draft.details,
        previous_hash=previous_hash,
        key_id=key.id,
    )
    if draft.private is not None:
        salt = secrets.token_hex(SALT_BYTES)
        entry.private_digest = private_digest(salt, draft.private)
        private.append(Private(entry_id=seq, salt=salt, content=draft.private))
    entry.hash = seal(entry, key)
    return entry
