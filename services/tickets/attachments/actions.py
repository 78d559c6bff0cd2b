"""The use case of attachments: one transaction."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import undefer

from chassis.database import Database
from chassis.errors import NotFound
from services.tickets.attachments.model import Attachment
from services.tickets.merging.model import family
from services.tickets.messages.model import TicketMessage
from services.tickets.tickets.model import Ticket


class Attachments:
    """What came with what was said about a ticket."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def read(self, ticket_id: UUID, attachment_id: UUID) -> Attachment:
        """A file of a ticket, or of one merged into it, with its content. Raises NotFound."""
        with self._database.reading() as tx:
            ticket = tx.get(Ticket, ticket_id)
            said = select(TicketMessage.id).where(TicketMessage.ticket_id.in_(family(ticket.id)))
            wanted = select(Attachment).where(
                Attachment.id == attachment_id, Attachment.message_id.in_(said)
            )
            found = tx.session.scalar(wanted.options(undefer(Attachment.content)))
        if found is None:
            raise NotFound("ATTACHMENT_NOT_FOUND", "The ticket has no such file.")
        return found
