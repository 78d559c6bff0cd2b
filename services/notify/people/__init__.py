"""A copy of who works here, fed by the facts of accounts."""
