"""Systems, assets, retention, disposal, holds, declared records and access reviews."""

from moothall.records.models.disposals import Disposal, DisposalItem, Outcome, list_line
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
    "Action",
    "Application",
    "Disposal",
    "DisposalItem",
    "InformationSystem",
    "Matter",
    "OfficialAccount",
    "Outcome",
    "Report",
    "RetentionRule",
    "ReviewDecision",
    "ScheduleImport",
    "Status",
    "Trigger",
    "Use",
    "Verdict",
    "list_line",
]
