"""Lifecycle: where a contact is on the journey, and how it came there."""
