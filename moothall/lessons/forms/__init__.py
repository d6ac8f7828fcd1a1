"""Forms of the lessons room."""
