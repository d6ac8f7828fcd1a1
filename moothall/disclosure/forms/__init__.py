"""The forms of the disclosure room."""
