"""Two papers that a council writes about this hall, begun with what is true of the software."""
