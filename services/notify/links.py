"""The links in messages: signed, so that only who got the message can use them."""

from uuid import UUID

from chassis.signed_ids import SignedIds

#: Where people look at what they are told of.
PLACES = {
    "contact": "leads/people/{id}",
    "deal": "deals/deals/{id}",
    "activity": "deals/today",
    "contract": "deals/contracts/{id}",
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

    def message_of(self, token: str) -> UUID | None:
        """The message a token stands for; None when it is not ours."""
        return self._ids.record_of("unsubscribe", token)
