"""What the records room offers the hall."""
