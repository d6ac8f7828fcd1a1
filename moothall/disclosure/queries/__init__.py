"""Reads of the disclosure room."""
