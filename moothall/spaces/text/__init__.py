"""What people write: Markdown in, safe HTML out, and whom it names."""
