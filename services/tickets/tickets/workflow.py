"""What follows from a change of a ticket: facts, clocks, complaints, the timer that closes it."""

from uuid import UUID

from crm.tickets.v1 import events_pb2 as events
from google.protobuf.message import Message
from sqlalchemy import text

from chassis.changes import Changes, as_struct
from chassis.transaction import Transaction
from services.tickets.complaints import noticing
from services.tickets.contacts_copy.model import ContactCopy
from services.tickets.routing import giving
from services.tickets.sla import clocks
from services.tickets.tickets.model import DONE, State, Ticket
from services.tickets.tickets.telling import told

AUTO_CLOSE = "ticket.close"


def next_number(tx: Transaction) -> int:
    """The number of a new ticket."""
    return int(tx.execute(text("SELECT nextval('ticket_numbers')")).scalar_one())


def opened(tx: Transaction, ticket: Ticket) -> None:
    """A new ticket: its clocks run."""
    ticket.join(ticket.contact_email)
    tx.add(ticket)
    tx.flush()
    clocks.start(tx, ticket)
    told(tx, ticket, events.TicketCreated())
    noticing.follow(tx, ticket)
    giving.give(tx, ticket)


def changed(tx: Transaction, ticket: Ticket, changes: Changes) -> None:
    """Fields changed, if any did."""
    if not changes:
        return
    if "priority" in changes:
        clocks.retarget(tx, ticket)
    told(tx, ticket, events.TicketUpdated(changes=as_struct(changes)))
    noticing.follow(tx, ticket)


def assigned(tx: Transaction, ticket: Ticket, before: State, owner_id: UUID | None) -> None:
    """Somebody else sees to it, if so; owner_id: who did before."""
    if ticket.owner_id != owner_id:
        told(tx, ticket, events.TicketAssigned(previous_owner_id=str(owner_id or "")))
    settled(tx, ticket, before)


def answered(tx: Transaction, ticket: Ticket, before: State, owner_id: UUID | None) -> None:
    """The customer got an answer: the first one stops a clock."""
    clocks.follow(tx, ticket)
    assigned(tx, ticket, before, owner_id)


def waits(tx: Transaction, ticket: Ticket, before: State) -> None:
    """For the customer or for somebody else."""
    if ticket.state is not before:
        change = {"state": {"old": before.name, "new": ticket.state.name}}
        moved(tx, ticket, before, events.TicketUpdated(changes=as_struct(change)))


def moved(tx: Transaction, ticket: Ticket, before: State, fact: Message) -> None:
    """It stands otherwise now, as the fact tells."""
    settled(tx, ticket, before)
    told(tx, ticket, fact)
    noticing.follow(tx, ticket)


def settled(tx: Transaction, ticket: Ticket, before: State) -> None:
    """Clocks and timers as the state wants them."""
    if ticket.state is before:
        return
    tx.flush()
    clocks.follow(tx, ticket)
    if ticket.auto_close_time:
        tx.schedule(AUTO_CLOSE, key=str(ticket.id), due=ticket.auto_close_time)
    else:
        tx.unschedule(AUTO_CLOSE, key=str(ticket.id))
    if ticket.state in DONE:
        tx.flush()
        giving.hand_out(tx)  # whoever saw to it has room now


def linked(tx: Transaction, ticket: Ticket, contact: ContactCopy) -> None:
    """The ticket's contact is known, by this name."""
    found = {} if ticket.contact_id else {"contact_id": {"old": None, "new": str(contact.id)}}
    ticket.contact_id = contact.id
    ticket.contact_name = contact.full_name
    if not ticket.contact_email:
        ticket.contact_email = contact.email
        ticket.join(contact.email)
    changed(tx, ticket, found)
