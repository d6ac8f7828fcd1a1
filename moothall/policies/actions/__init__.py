"""What changes policies and how they are agreed."""
