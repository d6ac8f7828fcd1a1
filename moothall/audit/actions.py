"""The few things that can be done with the record besides adding to it: details erased, entries handed out."""

from collections.abc import Iterable, Sequence

from moothall import audit
from moothall.kit.permissions import require
from moothall.kit.registries import Person

from . import exports, permissions
from .models import Entry, Private
from .queries import Asked
from .verify import ERASED


@audit.act
def erase_private(entries: Iterable[Entry], *, by: Person, reason: str) -> int:
    """Erase the personal details of these entries, and say so in the chain; returns of how many (UK GDPR article 17).

    The entries, their digests and an empty row in place of the details stay. `reason` is kept for good: put no
    personal details into it.
    """
    kept = Private.objects.select_for_update().filter(entry__in=entries, content__isnull=False)
    erasing = list(kept.select_related("entry").order_by("entry"))
    require(permissions.can_erase(by))
    Private.objects.filter(pk__in=[private.pk for private in erasing]).update(content=None, salt="")
    for private in erasing:
        audit.record(ERASED, by=by, on=private.entry, reason=reason)
    return len(erasing)


@audit.act
def forget(label: str, ids: Sequence[object], *, by: Person | None, reason: str) -> int:
    """Erase the personal details of every entry about things of one model that were disposed of; returns of how many.

    Whoever disposes of the things has been allowed to: this is part of it. The entries themselves stay.
    """
    entries = Entry.objects.filter(object_type=label, object_id__in=[str(pk) for pk in ids])
    kept = Private.objects.select_for_update(of=("self",)).filter(entry__in=entries.values("seq"))
    erasing = list(kept.filter(content__isnull=False).select_related("entry").order_by("entry"))
    Private.objects.filter(pk__in=[private.pk for private in erasing]).update(content=None, salt="")
    for private in erasing:
        audit.record(ERASED, by=by, on=private.entry, reason=reason)
    return len(erasing)


def export(asked: Asked, *, by: Person, personal: bool) -> exports.Export:
    """Hand out what was asked for, as a zip that can be verified elsewhere; raises NothingToExport.

    It is written outside the transaction, as it may take long, and recorded before anyone gets it.
    """
    require(permissions.can_read(by))
    made = exports.build(asked, personal=personal, reader=by)
    with audit.acting():
        audit.record(
            "audit.exported",
            by=by,
            first=made.first,
            last=made.last,
            count=made.count,
            complete=made.complete,
            personal=personal,
            sha256=made.digest,
            verb=asked.verb,
            thing=asked.thing,
            private={"person": asked.person} if asked.person else None,
        )
    return made
