"""Me: the caller's own account."""
