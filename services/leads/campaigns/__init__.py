"""Campaigns: one template to everybody in a segment, once."""
