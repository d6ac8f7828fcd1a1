"""What the change room offers the hall."""
