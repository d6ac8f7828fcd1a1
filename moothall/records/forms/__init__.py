"""What people fill in in the records room, a module for each noun."""
