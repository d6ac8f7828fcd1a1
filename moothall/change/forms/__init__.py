"""The forms of the change room."""
