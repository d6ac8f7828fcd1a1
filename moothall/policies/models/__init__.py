"""Policies, how they were agreed, who must know them and who does."""

from moothall.policies.models.checks import Choice, Question
from moothall.policies.models.gates import Acknowledgement, Capability, Emergency, Reminded, Reminder, Requirement
from moothall.policies.models.policies import Clause, Genre, Language, Policy, Relation, Text, Version

__all__ = [
    "Acknowledgement",
    "Capability",
    "Choice",
    "Clause",
    "Emergency",
    "Genre",
    "Language",
    "Policy",
    "Question",
    "Relation",
    "Reminded",
    "Reminder",
    "Requirement",
    "Text",
    "Version",
]
