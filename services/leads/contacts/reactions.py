"""How people become contacts by writing to support."""

from crm.tickets.v1 import events_pb2 as tickets

from chassis.reactions import reacts_to
from chassis.transaction import Transaction
from services.leads.contacts.arrivals import Arrivals, key_of


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
        self._arrivals.find_or_create(tx, {"email": ticket.contact_email}, source="ticket")
