"""What people fill in in the policies room."""
