"""Describing what the council holds: a new asset, a changed one, one that is no longer held."""

from datetime import date
from uuid import UUID

from moothall import audit, notices
from moothall.kit import clock
from moothall.kit.permissions import require
from moothall.people import grants
from moothall.people.models import Kind, Role, User
from moothall.records import asset_fields, permissions
from moothall.records import asset_telling as telling
from moothall.records.asset_fields import AssetFields
from moothall.records.models import AssetReminder, InformationAsset
from moothall.records.models.assets import CONTAINER, OPEN_TO_ALL
from moothall.search import outbox

KIND = "asset"  # in the index
COUNCIL = (f"kind:{Kind.STAFF.value}", f"kind:{Kind.COUNCILLOR.value}")
SEE_CLOSED = (Role.RECORDS_MANAGER, Role.DISCLOSURE_OFFICER, Role.AUDITOR)


class ChangedMeanwhile(Exception):  # noqa: N818  says what is the matter
    """The asset was changed after this person began to edit it."""


class Taken(Exception):  # noqa: N818  says what is the matter
    """Another asset has this identifier; it may be one that this person cannot see."""


@audit.act
def create_asset(*, by: User, said: AssetFields, token: UUID | None = None) -> InformationAsset:
    """Describe a new asset; the same form sent twice makes one. Raises `Taken`."""
    require(permissions.can_create_asset(by))
    User.objects.select_for_update().get(pk=by.pk)
    made = InformationAsset.objects.filter(token=token, created_by=by).first() if token else None
    if made is not None:
        return made
    asset = add(said, by=by, token=token)
    audit.record("asset.described", by=by, on=asset, closed=asset.closed)
    return asset


@audit.act
def edit_asset(asset: InformationAsset, *, by: User, said: AssetFields, seen: str = "") -> InformationAsset:
    """Change what is said of an asset; raises `Taken`, and `ChangedMeanwhile` where it changed after `seen`.

    The record names the fields that changed. Their words are kept with it only where all of the council may read them.
    """
    asset = locked(asset)
    require(permissions.can_edit_asset(by, asset))
    if seen and seen != asset.changed_at.isoformat():
        raise ChangedMeanwhile
    before = asset_fields.of(asset)
    changed = change(asset, said)
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
    asset = locked(asset)
    require(permissions.can_end_asset(by, asset))
    asset.ended_on, asset.ended_because, asset.changed_at = on, because, clock.now()
    asset.save(update_fields=["ended_on", "ended_because", "changed_at"])
    notices.withdraw(telling.REMINDER, AssetReminder.objects.filter(asset=asset).values_list("pk", flat=True))
    outbox.changed(KIND, [asset.pk])
    audit.record("asset.ended", by=by, on=asset, day=on)
    return asset


def locked(asset: InformationAsset) -> InformationAsset:
    """The asset as it is now, to ourselves."""
    return InformationAsset.objects.select_for_update().get(pk=asset.pk)


def add(said: AssetFields, *, by: User, token: UUID | None = None) -> InformationAsset:
    """Write a new asset with its grants, inside an act; raises `Taken`."""
    _require_council(said)
    if InformationAsset.objects.filter(identifier=said.identifier).exists():
        raise Taken
    asset = InformationAsset(created_by=by, token=token)
    asset_fields.put(asset, said)
    asset.save(force_insert=True)
    for holder in COUNCIL:
        grants.give(f"{CONTAINER}:{OPEN_TO_ALL}", holder)
    give_sight(asset)
    outbox.changed(KIND, [asset.pk])
    return asset


def change(asset: InformationAsset, said: AssetFields) -> list[str]:
    """Write what is said anew of a locked asset, inside an act; returns what changed. Raises `Taken`."""
    _require_council(said)
    changed = asset_fields.put(asset, said)
    if not changed:
        return changed
    if InformationAsset.objects.filter(identifier=said.identifier).exclude(pk=asset.pk).exists():
        raise Taken
    asset.changed_at = clock.now()
    asset.save(update_fields=[*changed, "changed_at"])
    if {"closed", "owner", "custodian"} & set(changed):
        give_sight(asset)
    outbox.changed(KIND, [asset.pk])
    return changed


def give_sight(asset: InformationAsset) -> None:
    """Write who holds a closed asset: who answers for it, and the roles that must know what the council holds."""
    people = {f"user:{pk}" for pk in (asset.owner_id, asset.custodian_id) if pk}
    roles = {f"role:{role.value}" for role in SEE_CLOSED}
    grants.replace(f"{CONTAINER}:{asset.pk}", people | roles if asset.closed else ())


def _require_council(said: AssetFields) -> None:
    """Nobody from outside the council answers for what it holds."""
    for person in (said.owner, said.custodian):
        require(person is None or not person.is_guest)


def _plain(value: object) -> object:
    """A value as the record keeps it."""
    return value.pk if isinstance(value, User) else value.isoformat() if isinstance(value, date) else value
