"""Who is at the other end of a public form: from which page, and did we show the form?"""

import hmac
from datetime import UTC, datetime, timedelta
from uuid import UUID

from chassis.errors import InvalidArgument, PermissionDenied

TOKEN_LIFETIME = timedelta(days=1)
#: How far the clocks of two of our processes may be apart.
SKEW = timedelta(minutes=5)


def check_origin(origin: str, allowed: list[str]) -> None:
    """Raises PermissionDenied when a browser's page is not one of those allowed.

    A call without an origin comes from no foreign page; programs could name any.
    """
    if allowed and origin and origin.strip().rstrip("/").lower() not in allowed:
        raise PermissionDenied(
            "ORIGIN_NOT_ALLOWED", "This form does not take submissions from this page."
        )


class FormTokens:
    """Proves that we showed a form, and when."""

    def __init__(self, key: str) -> None:
        self._key = key.encode()

    def make(self, form_id: UUID, now: datetime) -> str:
        """A token for the form shown at `now`."""
        seconds = int(now.timestamp())
        return f"{seconds:x}.{self._mac(form_id, seconds)}"

    def check(self, token: str, form_id: UUID, now: datetime) -> None:
        """Raises InvalidArgument (TOKEN_INVALID) when it is not ours, or older than a day."""
        text, _, mac = token.partition(".")
        try:
            seconds = int(text, 16)
            shown = datetime.fromtimestamp(seconds, UTC)
            genuine = hmac.compare_digest(mac.encode(), self._mac(form_id, seconds).encode())
        except (ValueError, OverflowError, OSError):
            genuine = False
        if not genuine or not now - TOKEN_LIFETIME <= shown <= now + SKEW:
            raise InvalidArgument.of(
                "token", "has expired or is not ours; open the form again", reason="TOKEN_INVALID"
            )

    def _mac(self, form_id: UUID, seconds: int) -> str:
        message = b"form token" + form_id.bytes + seconds.to_bytes(8, "big", signed=True)
        return hmac.digest(self._key, message, "sha256")[:16].hex()
