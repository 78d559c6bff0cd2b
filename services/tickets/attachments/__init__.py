"""Attachments: the files that came with an e-mail."""
