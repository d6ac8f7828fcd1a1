"""What changes lessons, and what is done with them."""
