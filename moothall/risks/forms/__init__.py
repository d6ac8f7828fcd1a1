"""The forms of the risks room."""
