"""SQLite as the hall uses it: several processes write, and each gets its turn."""
