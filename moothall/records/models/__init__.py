"""Systems, assets, retention, disposal, holds, declared records and access reviews."""

from moothall.records.models.access import AccessDecision, AccessReview, Tally
from moothall.records.models.asset_imports import AssetImport, RefusedRow
from moothall.records.models.asset_reviews import AssetReminder, AssetReview, Stage
from moothall.records.models.assets import Criticality, InformationAsset, LawfulBasis, PersonalData, Searchable
from moothall.records.models.bundles import Bundle, DeclaredRecord
from moothall.records.models.holds import Hold, HoldReview, HoldScope, HoldSearch
from moothall.records.models.reports import Matter, Report
from moothall.records.models.systems import InformationSystem, OfficialAccount, Status, Use

__all__ = [
    "AccessDecision",
    "AccessReview",
    "AssetImport",
    "AssetReminder",
    "AssetReview",
    "Bundle",
    "Criticality",
    "DeclaredRecord",
    "Hold",
    "HoldReview",
    "HoldScope",
    "HoldSearch",
    "InformationAsset",
    "InformationSystem",
    "LawfulBasis",
    "Matter",
    "OfficialAccount",
    "PersonalData",
    "RefusedRow",
    "Report",
    "Searchable",
    "Stage",
    "Status",
    "Tally",
    "Use",
]
