"""The timer that closes a solved ticket when the customer has said nothing for 96 hours."""

from uuid import UUID

from crm.tickets.v1 import events_pb2 as events

from chassis.timers import Timer, on_timer
from chassis.transaction import Transaction
from services.tickets.tickets import workflow
from services.tickets.tickets.model import Ticket


class TicketReactions:
    """What happens to tickets by themselves."""

    @on_timer(workflow.AUTO_CLOSE)
    def close(self, timer: Timer, tx: Transaction) -> None:
        """Closes it, if it is still solved."""
        ticket = tx.session.get(Ticket, UUID(timer.key), with_for_update=True)
        if ticket is None or not ticket.auto_close_time or ticket.auto_close_time > tx.now:
            return
        before = ticket.state
        ticket.close(tx.now)
        workflow.moved(tx, ticket, before, events.TicketClosed())
