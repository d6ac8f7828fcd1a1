"""Policies, how they were agreed, who must know them and who does."""

from moothall.policies.models.policies import Clause, Genre, Language, Policy, Relation, Text, Version

__all__ = ["Clause", "Genre", "Language", "Policy", "Relation", "Text", "Version"]
