"""The use cases of preferences, for people who hold the link of a message."""

from dataclasses import dataclass
from datetime import timedelta

from crm.notify.v1 import events_pb2 as events

from chassis.database import Database
from chassis.errors import NotFound
from chassis.transaction import Transaction
from services.notify.addresses import half_hidden
from services.notify.links import Links
from services.notify.messages.model import Message
from services.notify.suppressions.actions import reasons_of, resubscribe, unsubscribe
from services.notify.suppressions.model import Reason

#: How long the link of a message is good for.
LIFETIME = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a person hears of us; the address half hidden."""

    email: str
    promotional: bool


class Preferences:
    """What can be done with the link of a message."""

    def __init__(self, database: Database, links: Links) -> None:
        self._database = database
        self._links = links

    def show(self, token: str) -> Wishes:
        """What the person hears of us. Raises NotFound."""
        with self._database.reading() as tx:
            return _wishes(tx, self._message(tx, token))

    def unsubscribe(self, token: str) -> Wishes:
        """No advertising from now on; told once. Raises NotFound."""
        with self._database.transaction() as tx:
            message = self._message(tx, token)
            if unsubscribe(tx, message.email, f"by the link of message {message.id}"):
                fact = events.ContactUnsubscribed(
                    contact_id=str(message.contact_id or ""),
                    email=message.email,
                    message_id=str(message.id),
                )
                tx.publish(fact, subject=message)
            return _wishes(tx, message)

    def resubscribe(self, token: str) -> Wishes:
        """Takes it back. Raises NotFound."""
        with self._database.transaction() as tx:
            message = self._message(tx, token)
            resubscribe(tx, message.email, before=tx.now)
            return _wishes(tx, message)

    def _message(self, tx: Transaction, token: str) -> Message:
        """The message whose link this is."""
        message_id = self._links.message_of(token)
        message = tx.session.get(Message, message_id) if message_id else None
        if message is None or message.create_time < tx.now - LIFETIME:
            raise NotFound("PREFERENCES_NOT_FOUND", "This link is not ours, or too old.")
        return message


def _wishes(tx: Transaction, message: Message) -> Wishes:
    reasons = reasons_of(tx, message.email)
    return Wishes(half_hidden(message.email), promotional=Reason.UNSUBSCRIBED not in reasons)
