"""What happens when a ticket's clock warns or runs out."""

from uuid import UUID

from chassis.timers import Timer, on_timer
from chassis.transaction import Transaction
from services.tickets.sla import clocks
from services.tickets.tickets.model import Ticket


class SlaReactions:
    """The clocks' timers; their keys are "<ticket id>:<metric>"."""

    @on_timer(clocks.WARNING)
    def warn(self, timer: Timer, tx: Transaction) -> None:
        """Most of the time is over."""
        _strike(timer, tx)

    @on_timer(clocks.BREACH)
    def run_out(self, timer: Timer, tx: Transaction) -> None:
        """The time is over."""
        _strike(timer, tx)


def _strike(timer: Timer, tx: Transaction) -> None:
    ticket_id, _, metric = timer.key.partition(":")
    ticket = tx.session.get(Ticket, UUID(ticket_id), with_for_update=True)
    if ticket is not None:
        clocks.strike(tx, ticket, metric, timer.name)
