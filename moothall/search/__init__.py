"""Search: an embedded index of what the rooms hold, filtered by who may see it."""
