"""Secrets that we only ever compare: tokens of sessions and API keys."""

import hashlib


def hashed(secret: str) -> bytes:
    """What is kept of a secret of 256 random bits: it needs no salt and no slow hash."""
    return hashlib.sha256(secret.encode()).digest()
