"""A copy of what sales needs to know of contacts, fed by the facts of leads."""
