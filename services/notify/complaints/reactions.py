"""Keeps the copy in step, whatever order the facts arrive in."""

from datetime import UTC
from typing import Any
from uuid import UUID

from crm.tickets.v1 import events_pb2 as tickets
from crm.tickets.v1.tickets_pb2 import Ticket
from sqlalchemy import update

from chassis.copies import keep_newer, version_of
from chassis.reactions import reacts_to
from chassis.transaction import Transaction
from services.notify.complaints.model import Complaint


class ComplaintReactions:
    """What notify notes when tickets tells of a complaint."""

    @reacts_to(tickets.ComplaintOpened)
    def note_complaint(self, fact: tickets.ComplaintOpened, tx: Transaction) -> None:
        """Somebody complains, or complains again."""
        opened = fact.ticket.update_time.ToDatetime(tzinfo=UTC)
        _keep(tx, fact.ticket, {"open_time": opened, "close_time": None})

    @reacts_to(tickets.ComplaintResolved)
    def end_complaint(self, fact: tickets.ComplaintResolved, tx: Transaction) -> None:
        """It is over; when it began is kept, if it was heard of."""
        closed = fact.ticket.update_time.ToDatetime(tzinfo=UTC)
        opened = fact.ticket.create_time.ToDatetime(tzinfo=UTC)
        _keep(tx, fact.ticket, {"open_time": opened, "close_time": closed}, kept=("open_time",))

    @reacts_to(tickets.TicketUpdated)
    def learn_who_complains(self, fact: tickets.TicketUpdated, tx: Transaction) -> None:
        """A complaint of somebody unknown finds its contact later."""
        if fact.ticket.contact_id:
            ours = Complaint.ticket_id == UUID(fact.ticket.id)
            tx.execute(
                update(Complaint).where(ours).values(contact_id=UUID(fact.ticket.contact_id))
            )


def _keep(
    tx: Transaction, ticket: Ticket, times: dict[str, Any], kept: tuple[str, ...] = ()
) -> None:
    values = {
        "ticket_id": UUID(ticket.id),
        "version": version_of(ticket),
        "contact_id": UUID(ticket.contact_id) if ticket.contact_id else None,
        "email": ticket.contact_email.lower(),
        **times,
    }
    keep_newer(tx, Complaint, values, kept)
