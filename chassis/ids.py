"""Identifiers: UUIDv7 (RFC 9562), so that ids made later sort later."""

import os
import time
from uuid import UUID

from chassis.errors import NotFound


def uuid7() -> UUID:
    """A new id: 48 bits of milliseconds, then 74 random bits. Not a secret."""
    value = int.from_bytes(os.urandom(10)) | (time.time_ns() // 1_000_000) << 80
    value &= ~(0xF000 << 64) & ~(0xC000 << 48)
    return UUID(int=value | 0x7000 << 64 | 0x8000 << 48)


def parse_id(text: str, what: str = "record") -> UUID:
    """The id a caller named. Raises NotFound: something that is no id names no record."""
    try:
        if len(text) == 36:
            return UUID(text)
    except ValueError:
        pass
    raise NotFound(f"{what.upper()}_NOT_FOUND", f"There is no such {what}.")
