"""Presence: who looks at a ticket, and who is writing an answer."""
