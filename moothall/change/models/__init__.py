"""What the change room keeps."""
