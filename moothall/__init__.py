"""Moothall: a council's hall, where people talk in the open and can prove that it is safe and worth it."""
