"""What is done in the lessons room."""
