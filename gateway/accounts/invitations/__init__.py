"""Invitations: one-time links with which people set their password."""
