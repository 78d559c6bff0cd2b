"""Addresses and links that name a record and cannot be made up: id and signature in one word."""

import hmac
import re
from hashlib import sha256
from urllib.parse import urlsplit
from uuid import UUID

TOKEN = re.compile("([0-9a-f]{32})([0-9a-f]{20})")


class Links:
    """Makes and reads them. public_url: the origin people see; its host is our mail domain."""

    def __init__(self, public_url: str, key: str) -> None:
        self._public_url = public_url.rstrip("/")
        self._key = key.encode()
        host = urlsplit(public_url).hostname or ""
        self.domain = host if re.search("[a-z]", host) else "localhost"

    def reply_address(self, ticket_id: UUID) -> str:
        """Where an answer to a ticket goes."""
        return f"support+{self.token('reply', ticket_id)}@{self.domain}"

    def ticket_of(self, address: str) -> UUID | None:
        """The ticket an address names, if we made it."""
        local = address.lower().rpartition("@")[0]
        return self.record_of("reply", local.rpartition("+")[2])

    def ours(self, address: str) -> bool:
        """Whether mail to this address comes to us."""
        local, _, domain = address.lower().rpartition("@")
        return domain == self.domain and local.partition("+")[0] == "support"

    def message_id(self, message_id: UUID) -> str:
        """The Message-ID of a mail of ours."""
        return f"<{message_id}@{self.domain}>"

    def survey_url(self, survey_id: UUID) -> str:
        """Where a customer answers."""
        return f"{self._public_url}/public/surveys/{self.token('survey', survey_id)}"

    def token(self, purpose: str, record_id: UUID) -> str:
        """The word that names a record for one purpose; small letters and digits only."""
        return record_id.hex + self._signature(purpose, record_id)

    def record_of(self, purpose: str, token: str) -> UUID | None:
        """The record a token names, if we made it for this purpose."""
        found = TOKEN.fullmatch(token)
        if not found:
            return None
        record_id = UUID(hex=found[1])
        genuine = hmac.compare_digest(found[2], self._signature(purpose, record_id))
        return record_id if genuine else None

    def _signature(self, purpose: str, record_id: UUID) -> str:
        signed = hmac.new(self._key, f"{purpose}:{record_id.hex}".encode(), sha256)
        return signed.hexdigest()[:20]
