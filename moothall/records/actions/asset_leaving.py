"""What becomes of the assets that somebody answered for when they may no longer come in."""

from typing import cast

from django.db.models import Q

from moothall import audit
from moothall.kit import clock
from moothall.kit.registries import Person
from moothall.people.models import User
from moothall.records import asset_telling as telling
from moothall.records.asset_writing import KIND, give_sight
from moothall.records.models import InformationAsset
from moothall.search import outbox


def hand_over(person: Person, by: Person | None) -> None:
    """Inside the act that stops somebody: what they answered for passes to the records managers, who are told."""
    user, actor = cast(User, person), cast("User | None", by)
    theirs = InformationAsset.objects.select_for_update().filter(Q(owner=user) | Q(custodian=user))
    for asset in theirs.order_by("pk"):
        owned = asset.owner_id == user.pk
        asset.owner_id = None if owned else asset.owner_id
        asset.custodian_id = None if asset.custodian_id == user.pk else asset.custodian_id
        asset.changed_at = clock.now()
        asset.save(update_fields=["owner", "custodian", "changed_at"])
        give_sight(asset)
        outbox.changed(KIND, [asset.pk])
        audit.record("asset.handed_over", by=actor, on=asset, user=user.pk, owned=owned)
        if owned and asset.is_held:
            telling.unowned(asset, by=actor)
