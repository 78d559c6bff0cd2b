"""A place in all logs at once: the place in each service's, as one word for callers."""

import base64
import binascii
import json
from collections.abc import Mapping

from chassis.errors import InvalidArgument


def write(places: Mapping[str, str]) -> str:
    """The word for these places."""
    text = json.dumps(dict(sorted(places.items())), separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).rstrip(b"=").decode()


def read(word: str) -> dict[str, str]:
    """The places in a word; none in an empty one. Raises InvalidArgument (INVALID_PLACE)."""
    if not word:
        return {}
    try:
        padded = word.encode("ascii") + b"=" * (-len(word) % 4)
        found = json.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
    except (ValueError, binascii.Error, RecursionError):
        raise unknown() from None
    if not isinstance(found, dict) or not all(isinstance(p, str) for p in found.values()):
        raise unknown()
    return found


def unknown() -> InvalidArgument:
    """The refusal."""
    return InvalidArgument.of(
        "after",
        "is no place of this log; take next_after of an answer, or nothing",
        reason="INVALID_PLACE",
    )
