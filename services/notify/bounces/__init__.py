"""Bounces: mails that come back, and what follows for the message and the address."""
