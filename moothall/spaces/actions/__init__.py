"""What changes spaces, who is in them, and what is said there."""
