"""Systems, assets, retention, disposal, holds, declared records and access reviews."""

from moothall.records.models.holds import Hold, HoldReview, HoldScope, HoldSearch

__all__ = ["Hold", "HoldReview", "HoldScope", "HoldSearch"]
