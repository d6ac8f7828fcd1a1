"""Makers of information assets, for tests and for the demo council; they call the real actions."""

from datetime import date
from typing import Any

from moothall.people.models import User
from moothall.records.actions import asset_reviews, assets
from moothall.records.asset_fields import AssetFields
from moothall.records.models import AssetReview, InformationAsset


def asset(*, by: User, identifier: str = "", name: str = "Library membership", **said: Any) -> InformationAsset:
    """An asset described by `by`, who keeps the records."""
    number = identifier or f"IAR-{InformationAsset.objects.count() + 1:04}"
    return assets.create_asset(by=by, said=AssetFields(identifier=number, name=name, **said))


def review(
    made: InformationAsset, *, by: User, words: str = "Still true.", next_on: date = date(2099, 1, 1)
) -> AssetReview:
    """A review of it."""
    return asset_reviews.review_asset(made, by=by, words=words, next_on=next_on)
