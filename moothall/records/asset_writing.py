"""Writing what is said of an asset, its grants and what the index is told, inside the act of whoever calls."""

from uuid import UUID

from moothall.kit import clock
from moothall.kit.permissions import require
from moothall.people import grants
from moothall.people.models import Kind, Role, User
from moothall.records import asset_fields
from moothall.records.asset_fields import AssetFields
from moothall.records.models import InformationAsset
from moothall.records.models.assets import CONTAINER, OPEN_TO_ALL
from moothall.search import outbox

KIND = "asset"  # in the index
COUNCIL = (f"kind:{Kind.STAFF.value}", f"kind:{Kind.COUNCILLOR.value}")
SEE_CLOSED = (Role.RECORDS_MANAGER, Role.DISCLOSURE_OFFICER, Role.AUDITOR)


class Taken(Exception):  # noqa: N818  says what is the matter
    """Another asset has this identifier; it may be one that this person cannot see."""


def locked(asset: InformationAsset) -> InformationAsset:
    """The asset as it is now, to ourselves."""
    return InformationAsset.objects.select_for_update().get(pk=asset.pk)


def add(said: AssetFields, *, by: User, token: UUID | None = None) -> InformationAsset:
    """Write a new asset with its grants, inside an act; raises `Taken`."""
    _require_council(said)
    require_free(said.identifier)
    asset = InformationAsset(created_by=by, token=token)
    asset_fields.put(asset, said)
    asset.save(force_insert=True)
    for holder in COUNCIL:
        grants.give(f"{CONTAINER}:{OPEN_TO_ALL}", holder)
    give_sight(asset)
    outbox.changed(KIND, [asset.pk])
    return asset


def require_free(identifier: str) -> None:
    """Raise `Taken` where an asset has this identifier."""
    if InformationAsset.objects.filter(identifier=identifier).exists():
        raise Taken


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
