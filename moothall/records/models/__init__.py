"""Systems, assets, retention, disposal, holds, declared records and access reviews."""

from moothall.records.models.disposals import Disposal, DisposalItem, Outcome, list_line
from moothall.records.models.retention import (
    Action,
    Application,
    RetentionRule,
    ReviewDecision,
    ScheduleImport,
    Trigger,
    Verdict,
)

__all__ = [
    "Action",
    "Application",
    "Disposal",
    "DisposalItem",
    "Outcome",
    "RetentionRule",
    "ReviewDecision",
    "ScheduleImport",
    "Trigger",
    "Verdict",
    "list_line",
]
