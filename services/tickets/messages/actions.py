"""The use cases of messages. Each method is one transaction."""

from uuid import UUID

from sqlalchemy import select

from chassis import filtering
from chassis.database import Database
from chassis.errors import InvalidArgument
from chassis.filtering import Fields
from chassis.listing import Listing, Page, PageTokens, Query
from services.tickets.merging.model import family
from services.tickets.messages import writing
from services.tickets.messages.model import Kind, TicketMessage
from services.tickets.signing import Links
from services.tickets.tickets.locking import take
from services.tickets.tickets.model import Ticket

FIELDS = Fields(
    filtering.choice("kind", Kind),
    filtering.uuid("author_id"),
    filtering.time("create_time"),
)
LISTING = Listing(TicketMessage, FIELDS, orders=("create_time",), default="create_time")


class Messages:
    """What can be said about a ticket."""

    def __init__(self, database: Database, tokens: PageTokens, links: Links) -> None:
        self._database = database
        self._tokens = tokens
        self._links = links

    def list(self, ticket_id: UUID, query: Query) -> Page[TicketMessage]:
        """A page of what was said. Raises NotFound, InvalidArgument."""
        with self._database.reading() as tx:
            ticket = tx.get(Ticket, ticket_id)
            said = select(TicketMessage).where(TicketMessage.ticket_id.in_(family(ticket.id)))
            return LISTING.page(tx, said, query, self._tokens)

    def reply(self, ticket_id: UUID, text: str) -> TicketMessage:
        """Answers the customer. Raises NotFound, InvalidArgument, FailedPrecondition."""
        with self._database.transaction() as tx:
            ticket = take(tx, ticket_id)
            return writing.replied(tx, ticket, _said(text), self._links)

    def note(self, ticket_id: UUID, text: str) -> TicketMessage:
        """Writes something down for ourselves. Raises NotFound, InvalidArgument."""
        with self._database.transaction() as tx:
            ticket = tx.get(Ticket, ticket_id)
            return writing.noted(tx, ticket, _said(text))


def _said(text: str) -> str:
    if not text.strip():
        raise InvalidArgument.of("text", "is required")
    return text.strip()
