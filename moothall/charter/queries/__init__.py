"""What the pages of the charter room show."""
