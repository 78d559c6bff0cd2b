"""API keys: how programs act for a user."""
