"""The use case of splitting: one transaction."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from chassis.database import Database
from chassis.errors import FailedPrecondition, NotFound
from chassis.transaction import Transaction
from services.tickets.attachments.model import Attachment
from services.tickets.complaints import noticing
from services.tickets.merging.model import family
from services.tickets.messages.model import Kind, TicketMessage
from services.tickets.tickets import workflow
from services.tickets.tickets.model import Ticket, Type


class Splitting:
    """Messages that become tickets."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def split(self, ticket_id: UUID, message_id: UUID, subject: str) -> Ticket:
        """What was written becomes a ticket. Raises NotFound, InvalidArgument,
        FailedPrecondition, PermissionDenied."""
        with self._database.transaction() as tx:
            origin = tx.get(Ticket, ticket_id)
            message = _written(tx, origin, message_id)
            ticket = _open(tx, origin, message, subject)
            message.split_into_id = ticket.id
            _copy(tx, message, ticket)
        return ticket


def _written(tx: Transaction, origin: Ticket, message_id: UUID) -> TicketMessage:
    """What the customer wrote there, locked, with its files."""
    said = select(TicketMessage).where(
        TicketMessage.id == message_id, TicketMessage.ticket_id.in_(family(origin.id))
    )
    files = selectinload(TicketMessage.attachments).undefer(Attachment.content)
    message = tx.session.scalar(said.options(files).with_for_update())
    if message is None:
        raise NotFound("MESSAGE_NOT_FOUND", "The ticket has no such message.")
    if message.kind is not Kind.RECEIVED:
        raise FailedPrecondition("MESSAGE_NOT_RECEIVED", "Only what a customer wrote is split off.")
    if message.split_into_id:
        raise FailedPrecondition("MESSAGE_SPLIT", "The message is a ticket of its own already.")
    return message


def _open(tx: Transaction, origin: Ticket, message: TicketMessage, subject: str) -> Ticket:
    """The ticket: for the same customer, seen to by the same people."""
    unhappy = noticing.sounds_unhappy(tx, subject, message.text)
    ticket = Ticket(
        number=workflow.next_number(tx),
        description=message.text,
        type=Type.COMPLAINT if unhappy else Type.QUESTION,
        channel=origin.channel,
        contact_id=origin.contact_id,
        contact_name=origin.contact_name,
        contact_email=origin.contact_email,
        team_id=origin.team_id,
        split_from_id=origin.id,
    )
    ticket.change({"subject": subject})
    ticket.join(message.author_email)
    if origin.owner_id:
        ticket.assign(origin.owner_id, origin.team_id, "sees to the ticket it was split from")
    workflow.opened(tx, ticket)
    return ticket


def _copy(tx: Transaction, message: TicketMessage, ticket: Ticket) -> None:
    """The message as it was; mails that answer it still find the ticket it came to."""
    copy = TicketMessage(
        ticket_id=ticket.id,
        kind=message.kind,
        author_name=message.author_name,
        author_email=message.author_email,
        text=message.text,
        attachments=[
            Attachment(name=file.name, content_type=file.content_type, content=file.content)
            for file in message.attachments
        ],
    )
    tx.add(copy)
    tx.flush()
    copy.create_time = message.create_time  # it reached us then
