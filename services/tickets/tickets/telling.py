"""What every change of a ticket tells the world."""

from crm.tickets.v1 import tickets_pb2 as pb
from google.protobuf.message import Message

from chassis.mapping import to_message
from chassis.transaction import Transaction
from services.tickets.tickets.model import Ticket


def shown(ticket: Ticket) -> pb.Ticket:
    """The ticket as callers see it."""
    return to_message(ticket, pb.Ticket)


def told(tx: Transaction, ticket: Ticket, fact: Message) -> None:
    """Tells the fact with the ticket in it."""
    tx.flush()
    fact.ticket.CopyFrom(shown(ticket))  # type: ignore[attr-defined]  # every fact here has a ticket
    tx.publish(fact, subject=ticket)
