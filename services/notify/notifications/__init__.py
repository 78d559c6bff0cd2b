"""Notifications: what the people who work here are told, inside the product and by e-mail."""
