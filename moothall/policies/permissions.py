"""Who may do what in the policies room."""
