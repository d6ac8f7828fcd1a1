"""Bringing an information asset in from a bundle, with the records under it as evidence."""

from collections.abc import Sequence
from dataclasses import dataclass

from moothall import audit
from moothall.files import blobs, cleaning
from moothall.files.models import Blob
from moothall.kit.permissions import require
from moothall.people.models import User
from moothall.records import asset_writing, bundles, permissions
from moothall.records.asset_bringing import BroughtAsset, BroughtRecord
from moothall.records.asset_fields import AssetFields
from moothall.records.models import DeclaredRecord, InformationAsset


@dataclass(frozen=True)
class _Kept:
    """A record whose bag was verified and put down."""

    record: BroughtRecord
    checked: bundles.Checked
    blob: Blob


def bring_in(brought: BroughtAsset, *, by: User, said: AssetFields) -> InformationAsset:
    """Make the asset of a verified bundle with all its records, or nothing; raises NotOurs and asset_writing.Taken.

    Every record's own bag is verified before anything is written; their bytes are put down outside the transaction.
    """
    require(permissions.can_create_asset(by))
    asset_writing.require_free(said.identifier)
    kept: list[_Kept] = []
    try:
        for record, checked, bag in brought.bags():
            kept.append(_Kept(record, checked, blobs.put_file(bag)))
        return _write(brought, by=by, said=said, kept=kept)
    except BaseException:
        cleaning.collect(one.blob.pk for one in kept)
        raise


@audit.act
def _write(brought: BroughtAsset, *, by: User, said: AssetFields, kept: Sequence[_Kept]) -> InformationAsset:
    User.objects.select_for_update().get(pk=by.pk)
    require(permissions.can_create_asset(by))
    asset = asset_writing.add(said, by=by)
    asset.brought_from = brought.origin
    asset.ended_on, asset.ended_because = brought.ended_on, brought.ended_because if brought.ended_on else ""
    asset.save(update_fields=["brought_from", "ended_on", "ended_because"])
    DeclaredRecord.objects.bulk_create([_declared(one, asset, by=by) for one in kept], batch_size=500)
    audit.record(
        "asset.brought_in", by=by, on=asset, closed=asset.closed, records=len(kept),
        manifests=[one.checked.digest for one in kept][:100], private={"origin": brought.origin},
    )  # fmt: skip
    return asset


def _declared(one: _Kept, asset: InformationAsset, *, by: User) -> DeclaredRecord:
    """A record that is evidence here: who may read the asset may read it, for what it was made of lies elsewhere."""
    token = f"asset:{asset.pk}"
    return DeclaredRecord(
        thing=token,
        container=asset.container,
        title=one.record.title,
        why=one.record.why,
        asset=token,
        declared_by=by,
        blob=one.blob,
        digest=one.checked.digest,
        files=len(one.checked.payload),
        size=one.checked.size,
        origin=one.record.origin,
        origin_thing=one.record.thing,
        origin_by=one.record.declared_by,
        origin_at=one.record.declared_at,
    )
