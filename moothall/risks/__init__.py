"""Risk on balance: what may come of doing and of not doing, what is done about each, and only then how large it is."""
