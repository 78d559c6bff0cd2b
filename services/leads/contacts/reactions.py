"""What leads does about people when another service tells of them."""

from uuid import UUID

from crm.notify.v1 import events_pb2 as notify
from crm.tickets.v1 import events_pb2 as tickets

from chassis.reactions import reacts_to
from chassis.transaction import Transaction
from services.leads.contacts import consents
from services.leads.contacts.arrivals import Arrivals, key_of
from services.leads.contacts.consents import Proof
from services.leads.contacts.finding import by_address, living
from services.leads.contacts.model import ConsentState, Contact
from services.leads.targets import split_name

LONGEST_NAME = 100
WORDS = "Unsubscribed by the link in a message."


class ArrivalReactions:
    """What leads does about people others hear from first."""

    def __init__(self, arrivals: Arrivals) -> None:
        self._arrivals = arrivals

    @reacts_to(tickets.TicketCreated)
    def welcome_writer(self, fact: tickets.TicketCreated, tx: Transaction) -> None:
        """Somebody nobody knows has a ticket: a contact with that address is found or made, and
        tickets hears of it by ContactCreated. Support never waits for it."""
        ticket = fact.ticket
        if ticket.contact_id or not key_of(ticket.contact_email):
            return
        values = {"email": ticket.contact_email, **_names(ticket.contact_name)}
        self._arrivals.find_or_create(tx, values, source="ticket")


class ConsentReactions:
    """Keeps consent in step with what people do elsewhere."""

    @reacts_to(notify.ContactUnsubscribed)
    def follow_unsubscribe(self, fact: notify.ContactUnsubscribed, tx: Transaction) -> None:
        """They want no advertising any more: a consent taken back, with its proof."""
        contact = _contact(tx, fact)
        if contact and contact.marketing_consent is not ConsentState.WITHDRAWN:
            proof = Proof(text=WORDS, source="notify")
            consents.record(tx, contact, ConsentState.WITHDRAWN, proof)


def _names(written: str) -> dict[str, str]:
    """First and last name as somebody signed a mail; what no name has is left out."""
    whole = " ".join(word for word in written.split() if word.isprintable())
    first, last = split_name(whole)
    return {"first_name": first[:LONGEST_NAME], "last_name": last[:LONGEST_NAME]}


def _contact(tx: Transaction, fact: notify.ContactUnsubscribed) -> Contact | None:
    """The living contact, locked: by id, or by the address when only that is known."""
    if fact.contact_id:
        return living(tx, UUID(fact.contact_id))
    key = key_of(fact.email)
    return by_address(tx, key) if key else None
