"""Roles: what people may do, and how far."""
