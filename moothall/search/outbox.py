"""The outbox: what changed, told to the index by way of the database."""

from collections.abc import Iterable

from moothall.files import bulk
from moothall.kit import clock

from .models import OutboxRow


def changed(kind: str, ids: Iterable[int], *, fresh: bool = False) -> None:
    """Tell the index that these things were made, changed, moved or deleted, in the caller's transaction.

    `fresh` says that they were made in this very transaction: only then may a document the maker prepared stand in
    for reading them back (see `writer.drain`).
    """
    now = clock.now()
    bulk.insert(OutboxRow, ("kind", "ref", "fresh", "created"), [(kind, ref, fresh, now) for ref in ids])
