"""The verbs of the charter room."""
