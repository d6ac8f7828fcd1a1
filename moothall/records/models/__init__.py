"""Systems, assets, retention, disposal, holds, declared records and access reviews."""

from moothall.records.models.asset_imports import AssetImport, RefusedRow
from moothall.records.models.asset_reviews import AssetReminder, AssetReview, Stage
from moothall.records.models.assets import Criticality, InformationAsset, LawfulBasis, PersonalData, Searchable

__all__: list[str] = [
    "AssetImport",
    "AssetReminder",
    "AssetReview",
    "Criticality",
    "InformationAsset",
    "LawfulBasis",
    "PersonalData",
    "RefusedRow",
    "Searchable",
    "Stage",
]
