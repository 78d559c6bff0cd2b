"""A copy of what support needs to know of contacts, fed by the facts of leads."""
