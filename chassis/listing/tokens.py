"""Page tokens: where the next page begins, signed, and good only for the same question."""

import base64
import hashlib
import hmac
import json
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any
from uuid import UUID

from chassis.errors import InvalidArgument

MAX_LENGTH = 16384
_MAC_BYTES = 16
_TOKEN = re.compile(r"[A-Za-z0-9_-]+")

_READERS: Mapping[type, Callable[[Any], Any]] = {
    datetime: datetime.fromisoformat,
    date: date.fromisoformat,
    UUID: UUID,
    Decimal: Decimal,
}


class PageTokens:
    """Makes and checks tokens with PAGE_TOKEN_KEY."""

    def __init__(self, key: str) -> None:
        self._key = key.encode()

    def make(self, values: Sequence[object], *, bound_to: Sequence[str]) -> str:
        """The token of the place behind a row with these values.

        bound_to: the resource, filter, order, caller's reach: all that must stay the same.
        """
        payload = json.dumps([_plain(value) for value in values], separators=(",", ":")).encode()
        token = self._mac(payload, bound_to) + payload
        return base64.urlsafe_b64encode(token).rstrip(b"=").decode()

    def read(self, token: str, *, bound_to: Sequence[str], types: Sequence[type]) -> list[object]:
        """The values in a token. Raises InvalidArgument (INVALID_PAGE_TOKEN) naming page_token."""
        try:
            values = json.loads(self._payload(token, bound_to))
            return [_typed(value, kind) for value, kind in zip(values, types, strict=True)]
        except (ValueError, ArithmeticError, KeyError):
            raise InvalidArgument.of(
                "page_token",
                "is no token of this list with this filter and order; begin without one",
                reason="INVALID_PAGE_TOKEN",
            ) from None

    def _payload(self, token: str, bound_to: Sequence[str]) -> bytes:
        if len(token) > MAX_LENGTH or not _TOKEN.fullmatch(token):
            raise ValueError("not a token")
        raw = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
        mac, payload = raw[:_MAC_BYTES], raw[_MAC_BYTES:]
        if not hmac.compare_digest(mac, self._mac(payload, bound_to)):
            raise ValueError("signed by nobody, or for something else")
        return payload

    def _mac(self, payload: bytes, bound_to: Sequence[str]) -> bytes:
        question = hashlib.sha256(json.dumps(list(bound_to)).encode()).digest()
        return hmac.digest(self._key, b"page token" + question + payload, "sha256")[:_MAC_BYTES]


def _plain(value: object) -> object:
    if isinstance(value, Enum):
        return value.name
    if isinstance(value, datetime | date):
        return value.isoformat()
    return str(value) if isinstance(value, UUID | Decimal) else value


def _typed(value: Any, kind: type) -> object:
    if issubclass(kind, Enum):
        return kind[value]
    return _READERS[kind](value) if kind in _READERS else value
