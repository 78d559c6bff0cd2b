"""The journey: how many people stand where, how they move on, and how fast we answer."""
