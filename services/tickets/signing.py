"""The addresses and links of tickets, which nobody can make up."""

import re
from urllib.parse import urlsplit
from uuid import UUID

from chassis.signed_ids import SignedIds


class Links:
    """Makes and reads them. public_url: the origin people see; its host is our mail domain."""

    def __init__(self, public_url: str, key: str) -> None:
        self._public_url = public_url.rstrip("/")
        self._ids = SignedIds(key)
        host = urlsplit(public_url).hostname or ""
        self.domain = host if re.search("[a-z]", host) else "localhost"

    def reply_address(self, ticket_id: UUID) -> str:
        """Where an answer to a ticket goes."""
        return f"support+{self._ids.word('reply', ticket_id)}@{self.domain}"

    def ticket_of(self, address: str) -> UUID | None:
        """The ticket an address names, if we made it."""
        local = address.lower().rpartition("@")[0]
        return self._ids.record_of("reply", local.rpartition("+")[2])

    def ours(self, address: str) -> bool:
        """Whether mail to this address comes to us."""
        local, _, domain = address.lower().rpartition("@")
        return domain == self.domain and local.partition("+")[0] == "support"

    def message_id(self, message_id: UUID) -> str:
        """The Message-ID of a mail of ours."""
        return f"<{message_id}@{self.domain}>"

    def survey_url(self, survey_id: UUID) -> str:
        """Where a customer answers."""
        return f"{self._public_url}/public/surveys/{self._ids.word('survey', survey_id)}"

    def survey_of(self, token: str) -> UUID | None:
        """The survey a link's token names, if we made it."""
        return self._ids.record_of("survey", token)
