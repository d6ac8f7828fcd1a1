"""Copies of the whole hall: taken while people work, verified by hash, restored only where nothing is."""
