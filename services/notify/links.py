"""The links in messages: signed, so that only who got the message can use them."""

from ipaddress import ip_address, ip_network
from uuid import UUID

from chassis.signed_ids import SignedIds

#: Where people look at what they are told of.
PLACES = {
    "contact": "leads/people/{id}",
    "deal": "deals/deals/{id}",
    "activity": "deals/today",
    "contract": "deals/contracts/{id}",
    "cleanup": "leads/cleanup",
    "ticket": "tickets/{id}",
}


class Links:
    """Makes and reads the token that stands for a message and who got it."""

    def __init__(self, key: str, public_url: str) -> None:
        self._ids = SignedIds(key)
        self._public_url = public_url.rstrip("/")

    def unsubscribe_url(self, message_id: UUID) -> str:
        """The page that ends advertising with one click."""
        return f"{self._public_url}/public/unsubscribe/{self._ids.word('unsubscribe', message_id)}"

    def record_url(self, kind: str, record_id: str) -> str:
        """The page of a record, for people who work here."""
        return f"{self._public_url}/{PLACES[kind].format(id=record_id)}"

    def open_url(self, message_id: UUID) -> str:
        """The picture that tells that a mail was opened."""
        return f"{self._public_url}/public/open/{self._ids.word('open', message_id)}"

    def click_url(self, message_id: UUID, link: str) -> str:
        """The way through us to where a link of a mail leads."""
        return f"{self._public_url}/public/click/{self._ids.word('click', message_id)}/{link}"

    def message_of(self, token: str, purpose: str = "unsubscribe") -> UUID | None:
        """The message a token stands for; None when it is not ours, or for something else."""
        return self._ids.record_of(purpose, token)

    def source_of(self, message_id: UUID, address: str) -> str:
        """A word for the network of an address: the same for the same message and network, and
        good for nothing else, so nobody's whereabouts are kept."""
        try:
            size = 24 if ip_address(address).version == 4 else 64
        except ValueError:
            return ""
        network = ip_network(f"{address}/{size}", strict=False)
        return self._ids.word(f"source:{network}", message_id)[-20:]
