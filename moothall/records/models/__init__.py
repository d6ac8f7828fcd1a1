"""Systems, assets, retention, disposal, holds, declared records and access reviews."""

from moothall.records.models.holds import Hold, HoldReview, HoldScope, HoldSearch
from moothall.records.models.reports import Matter, Report
from moothall.records.models.systems import InformationSystem, OfficialAccount, Status, Use

__all__ = [
    "Hold",
    "HoldReview",
    "HoldScope",
    "HoldSearch",
    "InformationSystem",
    "Matter",
    "OfficialAccount",
    "Report",
    "Status",
    "Use",
]
