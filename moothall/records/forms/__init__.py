"""What people fill in in the records room, by noun."""
