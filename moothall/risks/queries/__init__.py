"""What the pages of the risks room read."""

from moothall.risks.queries.standings import DecisionStands, standing_of

__all__ = ["DecisionStands", "standing_of"]
