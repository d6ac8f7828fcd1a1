"""The forms of the charter room."""
