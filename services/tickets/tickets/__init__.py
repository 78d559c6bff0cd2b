"""Tickets: what a customer needs, who sees to it and how it stands."""
