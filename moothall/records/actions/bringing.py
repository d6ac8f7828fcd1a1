"""Bringing an information asset in from a bundle, with the records under it as evidence."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
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
class Kept:
    """A record whose bag was verified and put down."""

    record: BroughtRecord
    checked: bundles.Checked
    blob: Blob


@contextmanager
def kept_bags(brought: BroughtAsset) -> Iterator[list[Kept]]:
    """Verify every record's own bag and put its bytes down, before the act; gone again if the block fails.

    Raises NotOurs.
    """
    kept: list[Kept] = []
    try:
        for record, checked, bag in brought.bags():
            kept.append(Kept(record, checked, blobs.put_file(bag)))
        yield kept
    except BaseException:
        cleaning.collect(one.blob.pk for one in kept)
        raise


@audit.act
def bring_in(brought: BroughtAsset, *, by: User, said: AssetFields, kept: Sequence[Kept]) -> InformationAsset:
    """Make the asset of a verified bundle with all its records, or nothing; raises asset_writing.Taken."""
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


def _declared(one: Kept, asset: InformationAsset, *, by: User) -> DeclaredRecord:
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
