"""How a message comes to a ticket, and what that does to it."""

from crm.tickets.v1 import attachments_pb2
from crm.tickets.v1 import events_pb2 as events
from crm.tickets.v1 import messages_pb2 as pb
from sqlalchemy import select

from chassis import context
from chassis.mapping import to_message
from chassis.transaction import Transaction
from services.tickets.messages.model import Kind, TicketMessage
from services.tickets.signing import Links
from services.tickets.tickets import workflow
from services.tickets.tickets.model import Ticket
from services.tickets.tickets.telling import told

#: As many of the messages before as a mail names.
REFERENCES = 20


def shown(message: TicketMessage) -> pb.TicketMessage:
    """The message as callers see it."""
    files = [to_message(each, attachments_pb2.Attachment) for each in message.attachments]
    return to_message(message, pb.TicketMessage, attachments=files)


def received(tx: Transaction, ticket: Ticket, message: TicketMessage) -> TicketMessage:
    """The customer's side wrote: a ticket that waited or was solved is open again."""
    before = ticket.state
    ticket.join(message.author_email)
    changed = ticket.hear()
    tx.add(message)
    tx.flush()
    told(tx, ticket, events.MessageReceived(message=shown(message)))
    if changed:
        workflow.moved(tx, ticket, before, events.TicketReopened())
    return message


def first(ticket: Ticket) -> TicketMessage:
    """What the customer said when somebody opened the ticket for them."""
    return TicketMessage(
        ticket_id=ticket.id,
        kind=Kind.RECEIVED,
        author_name=ticket.contact_name,
        author_email=ticket.contact_email,
        text=ticket.description,
    )


def replied(tx: Transaction, ticket: Ticket, text: str, links: Links) -> TicketMessage:
    """We wrote to the customer. Raises FailedPrecondition (TICKET_CLOSED)."""
    identity = context.current().identity
    person = identity.user_id if identity.kind == "user" else None
    before, owner_id = ticket.state, ticket.owner_id
    ticket.answer(tx.now, person)
    message = TicketMessage(
        ticket_id=ticket.id,
        kind=Kind.REPLY,
        author_id=identity.user_id,
        author_name=identity.name,
        text=text,
    )
    message.message_id = links.message_id(message.id)
    message.references = _thread(tx, ticket)
    message.in_reply_to = message.references[-1] if message.references else ""
    tx.add(message)
    tx.flush()
    workflow.answered(tx, ticket, before, owner_id)
    fact = events.ReplySent(
        message=shown(message),
        reply_to=links.reply_address(ticket.id),
        recipients=[ticket.contact_email] if ticket.contact_email else [],
    )
    told(tx, ticket, fact)
    return message


def noted(tx: Transaction, ticket: Ticket, text: str) -> TicketMessage:
    """We wrote something down for ourselves."""
    identity = context.current().identity
    note = TicketMessage(
        ticket_id=ticket.id,
        kind=Kind.NOTE,
        author_id=identity.user_id,
        author_name=identity.name,
        text=text,
    )
    tx.add(note)
    tx.flush()
    return note


def _thread(tx: Transaction, ticket: Ticket) -> list[str]:
    """The Message-IDs of a ticket, oldest first: the first, and the newest."""
    mailed = select(TicketMessage.message_id).where(
        TicketMessage.ticket_id == ticket.id, TicketMessage.message_id != ""
    )
    found = list(tx.session.scalars(mailed.order_by(TicketMessage.create_time, TicketMessage.id)))
    return found if len(found) <= REFERENCES else [found[0], *found[1 - REFERENCES :]]
