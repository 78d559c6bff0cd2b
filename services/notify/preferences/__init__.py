"""Preferences: what a person wants to hear, changed by the link in a message."""
