"""The pages of the change room."""
