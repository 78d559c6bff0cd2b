"""A ticket goes from state to state, with all that follows; for whatever use case wants it."""

from uuid import UUID

from crm.tickets.v1 import events_pb2 as events

from chassis import context
from chassis.errors import FailedPrecondition
from chassis.transaction import Transaction
from services.tickets.signing import Links
from services.tickets.surveys import sending
from services.tickets.tickets import workflow
from services.tickets.tickets.model import State, Ticket


def assign(tx: Transaction, ticket: Ticket, owner_id: UUID, team_id: UUID | None = None) -> None:
    """Somebody sees to it. Raises FailedPrecondition."""
    by = context.current().identity
    reason = "took it" if by.user_id == owner_id else f"got it from {by.name or 'a program'}"
    before, previous = ticket.state, ticket.owner_id
    ticket.assign(owner_id, team_id, reason)
    workflow.assigned(tx, ticket, before, previous)


def take(tx: Transaction, ticket: Ticket) -> None:
    """The caller sees to it. Raises FailedPrecondition."""
    identity = context.current().identity
    if identity.user_id is None:
        raise FailedPrecondition("NOT_A_PERSON", "Only people see to tickets.")
    assign(tx, ticket, identity.user_id)


def release(tx: Transaction, ticket: Ticket) -> None:
    """Nobody sees to it any more. Raises FailedPrecondition."""
    previous = ticket.owner_id
    ticket.release()
    workflow.assigned(tx, ticket, ticket.state, previous)


def wait(tx: Transaction, ticket: Ticket, state: State) -> None:
    """PENDING or ON_HOLD. Raises FailedPrecondition."""
    before = ticket.state
    ticket.wait(state)
    workflow.waits(tx, ticket, before)


def solve(tx: Transaction, ticket: Ticket, links: Links, *, taking: bool = False) -> None:
    """Is done; the customer is asked. taking: the caller takes it first when nobody sees to it.
    Raises FailedPrecondition."""
    if taking and not ticket.owner_id:
        take(tx, ticket)
    before = ticket.state
    ticket.solve(tx.now)
    workflow.moved(tx, ticket, before, events.TicketSolved())
    sending.send(tx, ticket, links)
