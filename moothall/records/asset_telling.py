"""Whom an asset concerns: who is reminded of its review, and who is told that nobody answers for it."""

from collections.abc import Mapping, Sequence
from typing import cast

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from moothall import notices
from moothall.kit.registries import Person
from moothall.notices.kinds import Told
from moothall.people.models import User
from moothall.records import keepers
from moothall.records.models import AssetReminder, InformationAsset, Stage

REVIEW_DUE, UNOWNED = "records.asset_review", "records.asset_unowned"
REMINDER, ASSET = "asset reminder", "asset without an owner"  # the things that the kinds are about


def due(reminder: AssetReminder, asset: InformationAsset) -> int:
    """Remind whoever answers for an asset, or who keeps the records where nobody does or it is late."""
    people = [pk for pk in (asset.owner_id, asset.custodian_id) if pk]
    if reminder.stage == Stage.LATE or not people:
        people += keepers.told()
    return notices.tell(REVIEW_DUE, people=people, subject=reminder.pk, place=asset.container, by=None)


def unowned(asset: InformationAsset, *, by: User | None) -> None:
    """Tell who keeps the records that an asset is in their care."""
    notices.tell(UNOWNED, people=keepers.told(), subject=asset.pk, place=asset.container, by=by, anew=True)


def load_due(user: User, reminders: Sequence[int]) -> Mapping[int, Told]:
    """What this person may be told of reviews that are still due."""
    assets = InformationAsset.objects.visible_to(user).held_now().with_reviews()
    rows = AssetReminder.objects.filter(pk__in=reminders, asset__in=assets.values("pk"))
    found = {asset.pk: asset for asset in assets.filter(pk__in=rows.values("asset"))}
    told = {}
    for row in rows:
        asset = found[row.asset_id]
        if row.due_on == asset.next_review:  # type: ignore[attr-defined]
            late = row.stage == Stage.LATE
            words = _("Its review is long due: since {day}") if late else _("Its review is due on {day}")
            told[row.pk] = _told(asset, words.format(day=date_format(row.due_on, "j F Y")))
    return told


def load_unowned(user: User, assets: Sequence[int]) -> Mapping[int, Told]:
    """What who keeps the records may be told of assets for which nobody answers, as long as nobody does."""
    rows = InformationAsset.objects.visible_to(user).held_now().filter(pk__in=assets, owner=None)
    return {asset.pk: _told(asset, _("Nobody answers for this asset any more: find an owner")) for asset in rows}


def keeps_register(person: Person) -> bool:
    """Who is told that nobody answers for an asset: who keeps the records."""
    return keepers.keeps(cast(User, person))


def _told(asset: InformationAsset, line: str) -> Told:
    return Told(
        title=asset.name,
        url=asset.get_absolute_url(),
        line=line,
        place=_("Information assets"),
        thread=f"asset:{asset.pk}",
        closed=asset.closed,
        bare=asset.is_sensitive,
    )
