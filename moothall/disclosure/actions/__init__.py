"""The verbs of the disclosure room."""
