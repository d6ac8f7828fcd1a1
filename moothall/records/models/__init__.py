"""Systems, assets, retention, disposal, holds, declared records and access reviews."""

from moothall.records.models.access import AccessDecision, AccessReview, Tally
from moothall.records.models.asset_imports import AssetImport, RefusedRow
from moothall.records.models.asset_reviews import AssetReminder, AssetReview, Stage
from moothall.records.models.assets import Criticality, InformationAsset, LawfulBasis, PersonalData, Searchable
from moothall.records.models.bundles import Bundle, DeclaredRecord
from moothall.records.models.disposals import Disposal, DisposalItem, Outcome, list_line
from moothall.records.models.handovers import HandedThing, HandoverBundle
from moothall.records.models.holds import Hold, HoldReview, HoldScope, HoldSearch
from moothall.records.models.owner_reviews import ReviewRequest
from moothall.records.models.reports import Matter, Report
from moothall.records.models.retention import (
    Action,
    Application,
    RetentionRule,
    ReviewDecision,
    ScheduleImport,
    Trigger,
    Verdict,
)
from moothall.records.models.systems import InformationSystem, OfficialAccount, Status, Use

__all__ = [
    "AccessDecision",
    "AccessReview",
    "Action",
    "Application",
    "AssetImport",
    "AssetReminder",
    "AssetReview",
    "Bundle",
    "Criticality",
    "DeclaredRecord",
    "Disposal",
    "DisposalItem",
    "HandedThing",
    "HandoverBundle",
    "Hold",
    "HoldReview",
    "HoldScope",
    "HoldSearch",
    "InformationAsset",
    "InformationSystem",
    "LawfulBasis",
    "Matter",
    "OfficialAccount",
    "Outcome",
    "PersonalData",
    "RefusedRow",
    "Report",
    "RetentionRule",
    "ReviewDecision",
    "ReviewRequest",
    "ScheduleImport",
    "Searchable",
    "Stage",
    "Status",
    "Tally",
    "Trigger",
    "Use",
    "Verdict",
    "list_line",
]
