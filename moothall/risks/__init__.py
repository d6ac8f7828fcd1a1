"""Risk on balance: risks of doing and of not doing side by side, classified once something is done about them."""
