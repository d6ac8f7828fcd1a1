"""The pages of the disclosure room."""
