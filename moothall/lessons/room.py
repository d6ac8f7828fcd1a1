"""What the lessons room offers the hall."""
