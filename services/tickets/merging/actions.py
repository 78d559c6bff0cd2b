"""The use cases of merging. Each method is one transaction."""

from uuid import UUID

from crm.tickets.v1 import events_pb2 as events

from chassis.changes import between, values_of
from chassis.database import Database
from chassis.errors import FailedPrecondition
from chassis.transaction import Transaction
from services.tickets.merging.model import Merge
from services.tickets.sla import clocks
from services.tickets.tickets import locking, workflow
from services.tickets.tickets.model import WRITABLE, Ticket


class Merging:
    """Tickets that are one."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def merge(self, ticket_id: UUID, into_id: UUID, *, etag: str = "") -> Ticket:
        """One ticket goes into another. Raises NotFound, Aborted, FailedPrecondition."""
        with self._database.transaction() as tx:
            ticket, into = _both(tx, ticket_id, into_id, etag)
            ticket.require_not_closed()
            before, was = ticket.state, values_of(into, WRITABLE)
            tx.session.add(Merge.of(ticket, into, tx.now))
            workflow.moved(tx, ticket, before, events.TicketMerged(into_id=str(into.id)))
            workflow.changed(tx, into, between(was, values_of(into, WRITABLE)))
        return ticket

    def unmerge(self, ticket_id: UUID, *, etag: str = "") -> Ticket:
        """It stands by itself again. Raises NotFound, Aborted, FailedPrecondition."""
        with self._database.transaction() as tx:
            merge = tx.session.get(Merge, ticket_id)
            locking.hold(tx, ticket_id, *([merge.into_id] if merge else []))
            ticket = tx.get(Ticket, ticket_id, etag=etag)
            merge = tx.session.get(Merge, ticket.id, populate_existing=True)
            if merge is None:
                raise FailedPrecondition("TICKET_NOT_MERGED", "The ticket is in no other one.")
            into = tx.session.get(Ticket, merge.into_id, with_for_update=True)
            before = ticket.state
            was = values_of(into, WRITABLE) if into else {}
            clocks.revive(tx, ticket)
            merge.undo(ticket, into)
            tx.session.delete(merge)
            workflow.moved(tx, ticket, before, events.TicketUnmerged(from_id=str(merge.into_id)))
            if into:
                workflow.changed(tx, into, between(was, values_of(into, WRITABLE)))
        return ticket


def _both(tx: Transaction, ticket_id: UUID, into_id: UUID, etag: str) -> tuple[Ticket, Ticket]:
    """Both, locked in the order of their ids, so that two merges never wait for each other."""
    locking.hold(tx, ticket_id, into_id)
    etags = {ticket_id: etag}
    found = {
        each: tx.get(Ticket, each, etag=etags.get(each, ""))
        for each in sorted({ticket_id, into_id})
    }
    return found[ticket_id], found[into_id]
