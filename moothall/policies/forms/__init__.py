"""What people fill in about policies."""
