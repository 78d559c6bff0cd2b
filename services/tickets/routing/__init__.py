"""Routing: who gets a new ticket that nobody took."""
