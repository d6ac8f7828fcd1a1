"""What retention does with information assets: the entry is ended, and the records kept under it go.

What an asset holds outside this hall lies in its own system: its owner destroys it there, and the certificate says that
the council decided so.
"""

from collections.abc import Sequence
from typing import Any

from django.db.models import BigIntegerField, CharField, F, OuterRef, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Cast, Coalesce, Concat
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from moothall.kit import clock
from moothall.people.models import User
from moothall.records.asset_documents import KIND
from moothall.records.custody import Disposed, Named
from moothall.records.models import DeclaredRecord, InformationAsset
from moothall.search import outbox

UNIT = "entry"  # an asset is its own container, and the one thing in it
TRIGGERS = {
    "created": gettext_lazy("the day it was described here"),
    "last_activity": gettext_lazy("the day it was last changed"),
}


def units(asset: int | None) -> "QuerySet[InformationAsset, Any]":
    """Assets that the council still holds; their size is that of the records kept under them, in bytes."""
    rows = InformationAsset.objects.held_now()
    token = Concat(Value(f"{KIND}:"), Cast(OuterRef("pk"), CharField()), output_field=CharField())
    kept = DeclaredRecord.objects.filter(asset=token).order_by().values("asset").annotate(n=Sum("size")).values("n")
    return (rows if asset is None else rows.filter(pk=asset)).annotate(
        created=F("created_at"),
        last_activity=F("changed_at"),
        size=Coalesce(Subquery(kept, output_field=BigIntegerField()), 0),
        container_id=F("pk"),
    )


def named(user: User, kind: str, refs: Sequence[int]) -> dict[int, Named]:
    """Assets by name, for who may read of them."""
    rows = InformationAsset.objects.visible_to(user).filter(pk__in=refs)
    return {row.pk: Named(row.name, row.get_absolute_url()) for row in rows}


def find(path: str) -> str | None:
    """The token of the asset whose page this is."""
    try:
        match = resolve(path)
    except Resolver404:
        return None
    if match.view_name != "records:asset" or not InformationAsset.objects.filter(pk=match.kwargs["pk"]).exists():
        return None
    return f"{KIND}:{match.kwargs['pk']}"


def owners(assets: Sequence[int]) -> dict[int, tuple[int, ...]]:
    """Who answers for these assets now."""
    rows = InformationAsset.objects.filter(pk__in=assets, owner__is_active=True).values_list("pk", "owner")
    return {asset: (owner,) for asset, owner in rows if owner}


def owned(user: User) -> list[int]:
    """The assets that this person answers for and may read of."""
    rows = InformationAsset.objects.visible_to(user).held_now().filter(owner=user)
    return list(rows.values_list("pk", flat=True))


def dispose(pks: Sequence[int]) -> Disposed:
    """End the entries and delete the records kept under them; the database refuses where one is held."""
    kept = DeclaredRecord.objects.filter(asset__in=[f"{KIND}:{pk}" for pk in pks])
    blobs = frozenset(kept.values_list("blob", flat=True))
    records = kept.delete()[0]
    ended = InformationAsset.objects.filter(pk__in=pks, ended_on=None)
    count = ended.update(ended_on=clock.today(), ended_because=_("Disposed of by a rule of the retention schedule"))
    outbox.changed(KIND, pks)
    return Disposed(count, {"records": records}, blobs)
