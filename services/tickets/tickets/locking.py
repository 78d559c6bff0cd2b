"""Taking a ticket to change it: its timers first, as whoever handles one takes the ticket then."""

from uuid import UUID

from chassis.transaction import Transaction
from services.tickets.sla import clocks
from services.tickets.tickets.model import Ticket
from services.tickets.tickets.workflow import AUTO_CLOSE


def take(tx: Transaction, ticket_id: UUID, *, etag: str = "") -> Ticket:
    """The ticket, locked, and its timers. Raises NotFound, Aborted."""
    hold(tx, ticket_id)
    return tx.get(Ticket, ticket_id, etag=etag)


def hold(tx: Transaction, *ticket_ids: UUID) -> None:
    """Waits for the timers of these tickets that are being handled; before a ticket is locked."""
    keys = [key for ticket_id in ticket_ids for key in (str(ticket_id), *clocks.keys(ticket_id))]
    tx.hold_timers(AUTO_CLOSE, clocks.WARNING, clocks.BREACH, key=keys)
