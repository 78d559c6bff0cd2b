"""Tracking: what visitors do on our pages and in our product."""
