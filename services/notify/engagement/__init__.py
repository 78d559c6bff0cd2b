"""Engagement: whether people, and not programs, opened a mail and followed its links."""
