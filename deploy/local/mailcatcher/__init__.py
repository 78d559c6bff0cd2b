"""A mail server for the local run: it delivers nothing, and shows on a page what it was given."""
