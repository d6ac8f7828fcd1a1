"""Policies, how they were agreed, who must know them and who does."""

from moothall.policies.models.audience import EVERYONE, Audience
from moothall.policies.models.checks import Choice, Question
from moothall.policies.models.comments import Answer, Comment
from moothall.policies.models.endorsements import Ask, Endorsement, Verdict
from moothall.policies.models.gates import Acknowledgement, Capability, Emergency, Reminded, Reminder, Requirement
from moothall.policies.models.guidance import Act, Placement
from moothall.policies.models.history import Event, What
from moothall.policies.models.policies import Clause, Genre, Language, Policy, Relation, Text, Version, digest_of

__all__ = [
    "EVERYONE",
    "Acknowledgement",
    "Act",
    "Answer",
    "Ask",
    "Audience",
    "Capability",
    "Choice",
    "Clause",
    "Comment",
    "Emergency",
    "Endorsement",
    "Event",
    "Genre",
    "Language",
    "Placement",
    "Policy",
    "Question",
    "Relation",
    "Reminded",
    "Reminder",
    "Requirement",
    "Text",
    "Verdict",
    "Version",
    "What",
    "digest_of",
]
