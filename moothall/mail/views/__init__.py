"""The mail room's pages."""
