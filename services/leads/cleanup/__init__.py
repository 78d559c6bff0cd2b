"""Clean-up: once a month somebody looks through what is double, bounced, incomplete or stale."""
