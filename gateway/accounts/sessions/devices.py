"""Known devices: a signed cookie that says "this person has signed in here before", no more."""

import base64
import hmac
import secrets
from uuid import UUID

SIGNATURE = 32
NAME = 16


class Devices:
    """Makes and reads the cookies of devices."""

    def __init__(self, key: str) -> None:
        self._key = key.encode()

    def name(self, user_id: UUID) -> str:
        """A cookie for a device on which this user has just signed in."""
        body = user_id.bytes + secrets.token_bytes(NAME)
        return base64.urlsafe_b64encode(body + self._sign(body)).decode()

    def known(self, cookie: str, user_id: UUID | None) -> str:
        """The device's name when this user has signed in on it before, else ""."""
        try:
            raw = base64.urlsafe_b64decode(cookie)
        except ValueError:
            return ""
        body, signature = raw[:-SIGNATURE], raw[-SIGNATURE:]
        if not hmac.compare_digest(signature, self._sign(body)):
            return ""
        return body[16:].hex() if user_id is not None and body[:16] == user_id.bytes else ""

    def _sign(self, body: bytes) -> bytes:
        return hmac.digest(self._key, b"device\0" + body, "sha256")
