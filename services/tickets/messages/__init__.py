"""Messages: what was said about a ticket."""
