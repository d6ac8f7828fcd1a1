"""What the charter room offers the hall."""
