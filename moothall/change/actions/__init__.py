"""The acts of the change room."""
