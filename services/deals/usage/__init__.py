"""Usage: how much of what a contract allows is used, and when a larger plan is suggested."""
