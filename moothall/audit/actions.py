"""The one thing that can be done to the record besides adding to it."""

from collections.abc import Iterable

from moothall import audit
from moothall.kit.permissions import require
from moothall.kit.registries import Person

from . import permissions
from .models import Entry, Private
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
