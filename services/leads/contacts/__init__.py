"""Contacts: one person is one contact for life."""
