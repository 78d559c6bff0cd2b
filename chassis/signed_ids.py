"""Words that name a record and cannot be made up: id and signature, for links and addresses."""

import hmac
import re
from hashlib import sha256
from uuid import UUID

WORD = re.compile("([0-9a-f]{32})([0-9a-f]{20})")


class SignedIds:
    """Makes and reads them. Each is good for one purpose, and as long as its key."""

    def __init__(self, key: str) -> None:
        self._key = key.encode()

    def word(self, purpose: str, record_id: UUID) -> str:
        """Names a record for one purpose: 52 small letters and digits."""
        return record_id.hex + self._signature(purpose, record_id)

    def record_of(self, purpose: str, word: str) -> UUID | None:
        """The record a word names; None unless we made it for this purpose."""
        found = WORD.fullmatch(word)
        if not found:
            return None
        record_id = UUID(hex=found[1])
        genuine = hmac.compare_digest(found[2], self._signature(purpose, record_id))
        return record_id if genuine else None

    def _signature(self, purpose: str, record_id: UUID) -> str:
        signed = hmac.new(self._key, f"{purpose}:{record_id.hex}".encode(), sha256)
        return signed.hexdigest()[:20]
