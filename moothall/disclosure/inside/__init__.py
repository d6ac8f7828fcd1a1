"""What runs inside the sandbox for this room; nothing here imports Django."""
