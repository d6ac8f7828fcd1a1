"""Appraisals: options side by side, risks of doing and of not doing, what is done about them, and what was decided."""

from moothall.risks.choices import (
    ActsOn,
    Axis,
    Band,
    Category,
    Comparison,
    Confidence,
    Control,
    OptionKind,
    ResponseKind,
    Stance,
    Unit,
    Verdict,
)
from moothall.risks.models import frozen as _frozen  # noqa: F401 - declares the guards
from moothall.risks.models.appraisals import Appraisal, Member, Openness, Option, Proposal, Round
from moothall.risks.models.classifications import Classification, Mark
from moothall.risks.models.comments import Comment
from moothall.risks.models.decisions import Challenge, Decision, Review
from moothall.risks.models.incidents import NOTIFY_WITHIN, Breach, Incident, IncidentKind, Occurrence
from moothall.risks.models.register_imports import RegisterImport, Told
from moothall.risks.models.responses import Response, Treatment
from moothall.risks.models.resting import Resting
from moothall.risks.models.risks import Exposure, Risk
from moothall.risks.models.scales import LEVELS, Appetite, Level, Scale

__all__ = [
    "LEVELS",
    "NOTIFY_WITHIN",
    "ActsOn",
    "Appetite",
    "Appraisal",
    "Axis",
    "Band",
    "Breach",
    "Category",
    "Challenge",
    "Classification",
    "Comment",
    "Comparison",
    "Confidence",
    "Control",
    "Decision",
    "Exposure",
    "Incident",
    "IncidentKind",
    "Level",
    "Mark",
    "Member",
    "Occurrence",
    "Openness",
    "Option",
    "OptionKind",
    "Proposal",
    "RegisterImport",
    "Response",
    "ResponseKind",
    "Resting",
    "Review",
    "Risk",
    "Round",
    "Scale",
    "Stance",
    "Told",
    "Treatment",
    "Unit",
    "Verdict",
]
