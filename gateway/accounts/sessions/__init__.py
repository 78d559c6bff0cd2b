"""Sessions: where people are signed in."""
