"""The use cases of messages. Each method is one transaction."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from chassis import context, filtering
from chassis.database import Database
from chassis.errors import InvalidArgument
from chassis.filtering import Fields
from chassis.listing import Listing, Page, PageTokens, Query
from chassis.owning import owned
from services.notify.contacts_copy.reading import contact_of
from services.notify.links import Links
from services.notify.messages.accepting import SEND, Order, accept
from services.notify.messages.model import Message, State
from services.notify.templates.model import Purpose

LISTING = Listing(
    Message,
    Fields(
        *map(filtering.text, ("email", "template_key", "subject", "state_reason")),
        *map(filtering.uuid, ("id", "owner_id", "team_id", "contact_id", "campaign_id")),
        *map(filtering.time, ("create_time", "update_time", "sent_time", "due_time")),
        filtering.choice("state", State),
        filtering.choice("purpose", Purpose),
        filtering.number("attempts"),
        filtering.boolean("automatic"),
    ),
    orders=("create_time", "update_time"),
)


class Messages:
    """What can be done with messages."""

    def __init__(self, database: Database, tokens: PageTokens, links: Links) -> None:
        self._database = database
        self._tokens = tokens
        self._links = links

    def get(self, message_id: UUID) -> Message:
        """One message. Raises NotFound."""
        with self._database.reading() as tx:
            return tx.get(Message, message_id)

    def list(self, query: Query) -> Page[Message]:
        """A page of messages. Raises InvalidArgument."""
        with self._database.reading() as tx:
            return LISTING.page(tx, tx.select(Message), query, self._tokens)

    def send(
        self,
        template_key: str,
        *,
        contact_id: UUID | None,
        email: str,
        values: Mapping[str, Any],
        send_time: datetime | None,
        expire_time: datetime | None,
    ) -> Message:
        """Accepts a message. Raises NotFound, InvalidArgument, FailedPrecondition."""
        if (contact_id is None) == (not email):
            raise InvalidArgument.of("contact_id", "give either contact_id or email")
        with self._database.transaction() as tx:
            contact = contact_of(tx, contact_id, context.current()) if contact_id else None
            whose = {"owner_id": contact.owner_id, "team_id": contact.team_id} if contact else {}
            order = Order(
                template_key=template_key,
                contact=contact,
                email=email,
                values=values,
                send_time=send_time,
                expire_time=expire_time,
                **(whose or owned({})),
            )
            return accept(tx, order, self._links)

    def cancel(self, message_id: UUID, *, etag: str = "") -> Message:
        """Takes a message back. Raises NotFound, Aborted, FailedPrecondition."""
        with self._database.transaction() as tx:
            tx.unschedule(SEND, key=str(message_id))  # first, as who has the timer does it
            message = tx.get(Message, message_id, etag=etag)
            message.cancel()
            return message
