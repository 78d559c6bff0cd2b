"""A policy changed: clocks that still run are measured anew, some at a time."""

from uuid import UUID

from sqlalchemy import select

from chassis.timers import Timer, on_timer
from chassis.transaction import Transaction
from services.tickets.sla import clocks
from services.tickets.tickets import locking
from services.tickets.tickets.model import DONE, Priority, Ticket

REPLAN = "sla.replan"
AT_ONCE = 200


class ReplanReactions:
    """The timer of a changed policy; its key is the priority."""

    @on_timer(REPLAN)
    def replan(self, timer: Timer, tx: Transaction) -> None:
        """The next tickets by id; comes again at once while there are more."""
        last = UUID(str(timer.payload.get("last", UUID(int=0))))
        theirs = (Ticket.priority == Priority(timer.key), Ticket.state.notin_(DONE))
        following = select(Ticket.id).where(*theirs, Ticket.id > last).order_by(Ticket.id)
        ids = list(tx.session.scalars(following.limit(AT_ONCE)))
        locking.hold(tx, *ids)
        still = select(Ticket).where(*theirs, Ticket.id.in_(ids)).order_by(Ticket.id)
        for ticket in tx.scalars(still.with_for_update()):
            clocks.retarget(tx, ticket)
        if len(ids) == AT_ONCE:
            tx.schedule(REPLAN, key=timer.key, due=tx.now, payload={"last": str(ids[-1])})
