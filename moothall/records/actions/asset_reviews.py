"""Looking an asset over, and reminding whoever should."""

from datetime import date, timedelta

from django.db.models import Exists, OuterRef, QuerySet

from moothall import audit, notices
from moothall.kit import clock
from moothall.kit.permissions import require
from moothall.people.models import User
from moothall.records import asset_telling as telling
from moothall.records import permissions
from moothall.records.asset_writing import KIND, locked
from moothall.records.models import AssetReminder, AssetReview, InformationAsset, Stage
from moothall.search import outbox

AHEAD = timedelta(days=14)  # whoever answers for an asset is reminded so long before its review is due
LATE = timedelta(days=30)  # and the records managers so long after
AT_ONCE = 200


@audit.act
def review_asset(asset: InformationAsset, *, by: User, words: str, next_on: date) -> AssetReview:
    """Say that an asset was looked over: what was found, and when it is due again; what was reminded of is done."""
    asset = locked(asset)
    require(permissions.can_edit_asset(by, asset))
    review = AssetReview.objects.create(asset=asset, by=by, words=words, next_on=next_on)
    asset.changed_at = clock.now()
    asset.save(update_fields=["changed_at"])
    notices.withdraw(telling.REMINDER, AssetReminder.objects.filter(asset=asset).values_list("pk", flat=True))
    outbox.changed(KIND, [asset.pk])
    audit.record("asset.reviewed", by=by, on=asset, review=review.pk, next_on=next_on)
    return review


def remind() -> int:
    """Remind people of reviews that are due, once for each review and stage; returns how many reminders were made."""
    today = clock.today()
    return sum(_remind(stage, today + away) for stage, away in ((Stage.DUE, AHEAD), (Stage.LATE, -LATE)))


def _remind(stage: Stage, until: date) -> int:
    made = 0
    while rows := list(_unreminded(stage, until)[:AT_ONCE]):
        with audit.acting():
            found = InformationAsset.objects.select_for_update(of=("self",)).filter(pk__in=[row.pk for row in rows])
            for asset in _unreminded(stage, until).filter(pk__in=found.order_by("pk").values_list("pk", flat=True)):
                due = asset.next_review  # type: ignore[attr-defined]
                reminder = AssetReminder.objects.create(asset=asset, due_on=due, stage=stage)
                told = telling.due(reminder, asset)
                audit.record("asset.review_reminded", by=None, on=asset, due_on=due, stage=stage.value, people=told)
                made += 1
    return made


def _unreminded(stage: Stage, until: date) -> QuerySet[InformationAsset]:
    reminded = AssetReminder.objects.filter(asset=OuterRef("pk"), due_on=OuterRef("next_review"), stage=stage)
    return InformationAsset.objects.due_by(until).filter(~Exists(reminded)).order_by("pk")
