"""Splitting: what a customer wrote about something else becomes a ticket of its own."""
