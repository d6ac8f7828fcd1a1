"""What people do in the mail room."""
