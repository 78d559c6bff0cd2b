"""The business clock of the whole system, seen and moved."""
