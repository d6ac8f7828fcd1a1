"""What the law says of information requests, as data and pure functions; nothing here reads a table."""
