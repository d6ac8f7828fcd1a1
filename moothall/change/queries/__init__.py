"""What pages of the change room read."""
