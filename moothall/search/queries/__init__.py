"""What the pages and the other rooms ask of the index."""

from .finding import DEEPEST, Counts, Filters, Found, Order, Results, count, find, ranges

__all__ = ["DEEPEST", "Counts", "Filters", "Found", "Order", "Results", "count", "find", "ranges"]
