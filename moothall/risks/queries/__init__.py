"""What the pages of the risks room read."""
