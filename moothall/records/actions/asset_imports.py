"""Bringing assets in from a file that was read and checked row by row."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from moothall import audit
from moothall.audit.canonical import canonical
from moothall.kit.permissions import require
from moothall.people.models import User
from moothall.records import asset_writing, permissions
from moothall.records.asset_fields import AssetFields
from moothall.records.models import AssetImport, InformationAsset, RefusedRow

MADE, CHANGED, UNCHANGED = "made", "changed", "unchanged"


@dataclass(frozen=True)
class GoodRow:
    """A row that can be brought in; `pk` is the asset that has its identifier already, as the row was checked."""

    number: int
    said: AssetFields
    pk: int | None


@dataclass(frozen=True)
class BadRow:
    """A row that cannot, as it stands in the file, and why."""

    number: int
    cells: Sequence[str]
    reason: str


@dataclass(frozen=True)
class Sheet:
    """A file that was read: its name, its columns in their order, and its rows."""

    name: str
    columns: Sequence[str]
    unknown_columns: Sequence[str]
    good: Sequence[GoodRow]
    bad: Sequence[BadRow]


class ChangedMeanwhile(Exception):  # noqa: N818  says what is the matter
    """Somebody else changed the register between the check of the rows and their writing."""


@audit.act
def import_assets(*, by: User, sheet: Sheet) -> AssetImport:
    """Make or change an asset for every good row and keep the others with their reasons: one entry on the record.

    Raises `ChangedMeanwhile`; then nothing was brought in.
    """
    require(permissions.can_create_asset(by))
    known = [row.pk for row in sheet.good if row.pk is not None]
    seen = InformationAsset.objects.visible_to(by).values("pk")
    rows = InformationAsset.objects.select_for_update(of=("self",)).filter(pk__in=known).filter(pk__in=seen)
    found = {asset.pk: asset for asset in rows.select_related("owner", "custodian").order_by("pk")}
    outcome = [_write(row, found, by=by) for row in sheet.good]
    run = AssetImport.objects.create(
        by=by,
        name=sheet.name[:150],
        made=sum(what == MADE for what, _pk in outcome),
        changed=sum(what == CHANGED for what, _pk in outcome),
        unchanged=sum(what == UNCHANGED for what, _pk in outcome),
        refused=len(sheet.bad),
        columns=list(sheet.columns),
        unknown_columns=list(sheet.unknown_columns),
    )
    RefusedRow.objects.bulk_create(
        [RefusedRow(of=run, number=bad.number, reason=bad.reason, cells=list(bad.cells)) for bad in sheet.bad],
        batch_size=500,
    )
    listed = hashlib.sha256(canonical([[what, pk] for what, pk in outcome])).hexdigest()
    audit.record(
        "asset.imported", by=by, on=run, digest=listed,
        made=run.made, changed=run.changed, unchanged=run.unchanged, refused=run.refused,
    )  # fmt: skip
    return run


def _write(row: GoodRow, found: dict[int, InformationAsset], *, by: User) -> tuple[str, int]:
    """Make or change one asset; what became of it, and its key."""
    try:
        if row.pk is None:
            return MADE, asset_writing.add(row.said, by=by).pk
        asset = found[row.pk]
        return (CHANGED if asset_writing.change(asset, row.said) else UNCHANGED), asset.pk
    except (asset_writing.Taken, KeyError) as gone:
        raise ChangedMeanwhile from gone
