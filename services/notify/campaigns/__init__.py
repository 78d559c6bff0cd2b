"""Campaigns: one message to each recipient that leads tells of, through the contact guard."""
