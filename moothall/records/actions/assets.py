"""Describing what the council holds: a new asset, a changed one, one that is no longer held."""

from datetime import date
from uuid import UUID

from moothall import audit, notices
from moothall.kit import clock
from moothall.kit.permissions import require
from moothall.people.models import User
from moothall.records import asset_fields, permissions
from moothall.records import asset_telling as telling
from moothall.records import asset_writing as writing
from moothall.records.asset_fields import AssetFields
from moothall.records.models import AssetReminder, InformationAsset
from moothall.search import outbox


class ChangedMeanwhile(Exception):  # noqa: N818  says what is the matter
    """The asset was changed after this person began to edit it."""


@audit.act
def create_asset(*, by: User, said: AssetFields, token: UUID | None = None) -> InformationAsset:
    """Describe a new asset; the same form sent twice makes one. Raises `asset_writing.Taken`."""
    require(permissions.can_create_asset(by))
    User.objects.select_for_update().get(pk=by.pk)
    made = InformationAsset.objects.filter(token=token, created_by=by).first() if token else None
    if made is not None:
        return made
    asset = writing.add(said, by=by, token=token)
    audit.record("asset.described", by=by, on=asset, closed=asset.closed)
    return asset


@audit.act
def edit_asset(asset: InformationAsset, *, by: User, said: AssetFields, seen: str = "") -> InformationAsset:
    """Change what is said of an asset; raises `asset_writing.Taken`, and `ChangedMeanwhile` if it changed after `seen`.

    The record names the fields that changed. Their words are kept with it only where all of the council may read them.
    """
    asset = writing.locked(asset)
    require(permissions.can_edit_asset(by, asset))
    if seen and seen != asset.changed_at.isoformat():
        raise ChangedMeanwhile
    before = asset_fields.of(asset)
    changed = writing.change(asset, said)
    if not changed:
        return asset
    open_before_and_after = not before.closed and not said.closed
    told = {name: [_plain(getattr(before, name)), _plain(getattr(said, name))] for name in changed}
    audit.record(
        "asset.edited", by=by, on=asset, fields=changed, closed=asset.closed,
        private=told if open_before_and_after else None,
    )  # fmt: skip
    return asset


@audit.act
def end_asset(asset: InformationAsset, *, by: User, on: date, because: str) -> InformationAsset:
    """Say that the council holds an asset no longer: destroyed, handed to an archive, given to somebody else."""
    asset = writing.locked(asset)
    require(permissions.can_end_asset(by, asset))
    asset.ended_on, asset.ended_because, asset.changed_at = on, because, clock.now()
    asset.save(update_fields=["ended_on", "ended_because", "changed_at"])
    notices.withdraw(telling.REMINDER, AssetReminder.objects.filter(asset=asset).values_list("pk", flat=True))
    outbox.changed(writing.KIND, [asset.pk])
    audit.record("asset.ended", by=by, on=asset, day=on)
    return asset


def _plain(value: object) -> object:
    """A value as the record keeps it."""
    return value.pk if isinstance(value, User) else value.isoformat() if isinstance(value, date) else value
