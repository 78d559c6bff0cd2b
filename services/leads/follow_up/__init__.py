"""Follow-up: a lead left alone is warned about, then goes to the next rep; response times."""
