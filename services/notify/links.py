"""The links in messages: signed, so that only who got the message can use them."""

import base64
import binascii
import hmac
from uuid import UUID


class Links:
    """Makes and reads the token that stands for a message and who got it."""

    def __init__(self, key: str, public_url: str) -> None:
        self._key = key.encode()
        self._public_url = public_url.rstrip("/")

    def unsubscribe_url(self, message_id: UUID) -> str:
        """The page that ends advertising with one click."""
        return f"{self._public_url}/public/unsubscribe/{self.token(message_id)}"

    def token(self, message_id: UUID) -> str:
        """What proves that somebody got this message."""
        name = base64.urlsafe_b64encode(message_id.bytes).decode().rstrip("=")
        return f"{name}.{self._mac(message_id)}"

    def message_of(self, token: str) -> UUID | None:
        """The message a token stands for; None when it is not ours."""
        name, _, mac = token.partition(".")
        try:
            message_id = UUID(bytes=base64.urlsafe_b64decode(f"{name}=="))
        except (ValueError, binascii.Error):
            return None
        genuine = hmac.compare_digest(mac.encode(), self._mac(message_id).encode())
        return message_id if genuine else None

    def _mac(self, message_id: UUID) -> str:
        return hmac.digest(self._key, b"unsubscribe" + message_id.bytes, "sha256")[:16].hex()
