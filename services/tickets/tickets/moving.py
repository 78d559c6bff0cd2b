"""A ticket goes from state to state, with all that follows; for whatever use case wants it."""

from crm.tickets.v1 import events_pb2 as events

from chassis.transaction import Transaction
from services.tickets.signing import Links
from services.tickets.surveys import sending
from services.tickets.tickets import workflow
from services.tickets.tickets.model import State, Ticket


def wait(tx: Transaction, ticket: Ticket, state: State) -> None:
    """PENDING or ON_HOLD. Raises FailedPrecondition."""
    before = ticket.state
    ticket.wait(state)
    workflow.waits(tx, ticket, before)


def solve(tx: Transaction, ticket: Ticket, links: Links) -> None:
    """Is done; the customer is asked. Raises FailedPrecondition."""
    before = ticket.state
    ticket.solve(tx.now)
    workflow.moved(tx, ticket, before, events.TicketSolved())
    sending.send(tx, ticket, links)
