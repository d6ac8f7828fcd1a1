"""What runs inside the sandbox: nothing here may import Django, so that it starts fast and holds nothing."""
