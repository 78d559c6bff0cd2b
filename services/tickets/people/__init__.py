"""A copy of who works here and who is there to take work, fed by the facts of accounts."""
