"""What is typed in the change room."""
