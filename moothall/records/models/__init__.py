"""Systems, assets, retention, disposal, holds, declared records and access reviews."""

from moothall.records.models.reports import Matter, Report
from moothall.records.models.systems import InformationSystem, OfficialAccount, Status, Use

__all__ = ["InformationSystem", "Matter", "OfficialAccount", "Report", "Status", "Use"]
