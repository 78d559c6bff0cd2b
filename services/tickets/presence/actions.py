"""The use case of presence: what somebody does at a ticket, told to screens and kept nowhere."""

from uuid import UUID

from chassis import context, live
from chassis.audience import HeardBy
from chassis.database import Database
from chassis.ids import uuid7
from chassis.live import Live
from services.tickets.tickets.model import Ticket

#: The name screens know it by; no fact, so it is in no log.
TYPE = "crm.tickets.v1.Presence"


class Presence:
    """Tells who is at a ticket."""

    def __init__(self, database: Database, screens: Live) -> None:
        self._database = database
        self._screens = screens

    def attend(self, ticket_id: UUID, doing: str) -> None:
        """Tells whoever may see the ticket what the caller does there: READING, WRITING or GONE.

        Raises NotFound.
        """
        with self._database.reading() as tx:
            ticket, now = tx.get(Ticket, ticket_id), tx.now
        row = {
            "id": uuid7(),
            "type": TYPE,
            "subject": f"tickets/{ticket.id}",
            "time": now,
            "owner_id": ticket.owner_id,
            "team_id": ticket.team_id,
            "permission": "tickets.read",
            "heard_by": HeardBy.RECORDS,
        }
        presence = {
            "user_id": str(context.current().identity.user_id or ""),
            "doing": doing,
        }
        self._screens.tell([live.note(row, service="tickets", presence=presence)])
