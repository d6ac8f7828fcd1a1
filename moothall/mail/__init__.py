"""Mail: mailboxes with custodians, what is brought into them, and what is shared from them."""
