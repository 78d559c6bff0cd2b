"""What a merge changed, so that it can be undone."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Mapped, mapped_column

from chassis.errors import FailedPrecondition
from services.tickets.tables import Table
from services.tickets.tickets.model import State, Ticket, Type


class Merge(Table, kw_only=True):
    """One ticket is in another. state: of the merged ticket before; the rest: what the other one
    got by it and did not have before."""

    __tablename__ = "ticket_merges"

    ticket_id: Mapped[UUID] = mapped_column(primary_key=True)
    into_id: Mapped[UUID]
    merge_time: Mapped[datetime]
    state: Mapped[State]
    into_type: Mapped[Type]
    participants: Mapped[list[str]]

    @classmethod
    def of(cls, ticket: Ticket, into: Ticket, at: datetime) -> "Merge":
        """Closes the ticket into the other one. Raises FailedPrecondition."""
        if ticket.id == into.id:
            raise FailedPrecondition("MERGE_INTO_ITSELF", "A ticket cannot go into itself.")
        into.require_not_closed()
        new = [each for each in ticket.participants if each not in into.participants]
        merge = cls(
            ticket_id=ticket.id,
            into_id=into.id,
            merge_time=at,
            state=ticket.state,
            into_type=into.type,
            participants=new,
        )
        if ticket.complaining:
            into.type = Type.COMPLAINT
        ticket.close(at)
        ticket.merged_into_id = into.id
        into.join(*new)
        return merge

    def undo(self, ticket: Ticket, into: Ticket | None) -> None:
        """Both stand as before, but for what happened to the other one since."""
        ticket.state = self.state
        ticket.close_time = ticket.merged_into_id = None
        if into is None:
            return
        into.participants = [each for each in into.participants if each not in self.participants]
        if into.type is Type.COMPLAINT:
            into.type = self.into_type


def family(ticket_id: UUID) -> Sequence[UUID]:
    """A query for the ids of a ticket and of all that were merged into it, however deep."""
    below = select(Ticket.id).where(Ticket.id == ticket_id).cte("family", recursive=True)
    below = below.union(select(Ticket.id).join(below, Ticket.merged_into_id == below.c.id))
    return select(below.c.id)  # type: ignore[return-value]  # a query stands for what it finds
