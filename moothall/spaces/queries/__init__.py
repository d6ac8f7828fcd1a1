"""Reads for the pages of spaces, for the desk and for search results."""
