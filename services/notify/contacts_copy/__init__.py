"""A copy of what notify needs to know of contacts, fed by the facts of leads."""
