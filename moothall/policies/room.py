"""What the policies room offers the hall."""
