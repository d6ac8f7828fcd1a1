"""What the charter room keeps."""
