"""What the lessons room keeps."""
