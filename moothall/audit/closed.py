"""Acts on what is closed to a reader of the record: counted, sealed, and not told.

A reader may be whom a case is about. Were the acts on that case left out for them alone, the numbers of the record,
which have no gaps, would tell it, and so would a page that says “another auditor reads this”. Numbering what is left
anew would not do either: every export carries the numbers and the hashes of the chain. So the rule is the same for
everybody: acts on a closed thing are told to those readers who may see the thing itself, and to all others its row says
nothing but its number and its seal. Whoever meets such a row learns that something in the hall is closed to them, as to
every auditor who holds no part in it, and not what, nor whom it is about. What is asked for by person, verb or thing
leaves these acts out, for the question would tell what they are.

The chain and `moothall verify_audit` know nothing of this: every entry stays, and is verified, as it was written.
"""

from collections.abc import Iterable
from typing import Any

from django.db.models import CharField, Q, QuerySet
from django.db.models.functions import Cast

from moothall.kit.registries import Person, closed_acts

from .models import Entry

ENTRY = "audit.entry"


def to(reader: Person) -> Q | None:
    """Which entries are closed to a reader: on what is closed, and on those entries; None where no room closes any."""
    found: Q | None = None
    for room in closed_acts:
        for things in room.things(reader):
            here = Q(object_type=things.model._meta.label_lower, object_id__in=_numbers(things, "pk"))
            found = here if found is None else found | here
    if found is None:
        return None
    return found | Q(object_type=ENTRY, object_id__in=_numbers(Entry.objects.filter(found), "seq"))


def without(rows: QuerySet[Entry], reader: Person) -> QuerySet[Entry]:
    """These entries without those that are closed to a reader."""
    closed = to(reader)
    return rows if closed is None else rows.exclude(closed)


def among(rows: Iterable[Entry], reader: Person) -> frozenset[int]:
    """The numbers of those of a few entries that are closed to a reader; asks one question."""
    closed = to(reader)
    if closed is None:
        return frozenset()
    numbers = [entry.seq for entry in rows]
    return frozenset(Entry.objects.filter(closed, seq__in=numbers).values_list("seq", flat=True))


def _numbers(rows: QuerySet[Any], name: str) -> QuerySet[Any, Any]:
    return rows.order_by().values_list(Cast(name, CharField(max_length=64)), flat=True)
