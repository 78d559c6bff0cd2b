"""Identifiers: UUIDv7 (RFC 9562), so that ids made later sort later."""

import os
import re
import time
from uuid import UUID

from chassis.errors import NotFound

#: The one spelling of an id; Python's own reader also takes braces, underscores and foreign digits.
WRITTEN = re.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")


def uuid7() -> UUID:
    """A new id: 48 bits of milliseconds, then 74 random bits. Not a secret."""
    value = int.from_bytes(os.urandom(10)) | (time.time_ns() // 1_000_000) << 80
    value &= ~(0xF000 << 64) & ~(0xC000 << 48)
    return UUID(int=value | 0x7000 << 64 | 0x8000 << 48)


def parse_id(text: str, what: str = "record") -> UUID:
    """The id a caller named. Raises NotFound: something that is no id names no record."""
    if WRITTEN.fullmatch(text):
        return UUID(text)
    reason = what.upper().replace(" ", "_")
    raise NotFound(f"{reason}_NOT_FOUND", f"There is no such {what}.")
