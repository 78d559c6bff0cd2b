"""Gives tickets to people who are there, one transaction at a time, and says why."""

from collections.abc import Mapping
from dataclasses import replace
from uuid import UUID

from crm.tickets.v1 import events_pb2 as events
from sqlalchemy import func, select, text

from chassis import context
from chassis.identity import SYSTEM
from chassis.transaction import Transaction
from services.tickets.people.model import Person, members
from services.tickets.routing.model import ROUTING_ID, Routing, Strategy
from services.tickets.tickets.model import DONE, Ticket
from services.tickets.tickets.telling import told

#: As many waiting tickets are given out at once; the next ones when the next thing happens.
AT_ONCE = 200
WORDS = {
    Strategy.ROUND_ROBIN: "was next in turn",
    Strategy.LEAST_LOADED: "had the fewest open tickets",
}


def give(tx: Transaction, ticket: Ticket) -> bool:
    """Gives a ticket that nobody sees to; whether there was somebody."""
    if ticket.owner_id or ticket.state in DONE or not _automatic(tx):
        return False
    # locked: two tickets at once are given one after the other, so that turns are fair; in a rush
    # the wait is worth it, as nobody may be passed over
    tx.execute(text("SET LOCAL lock_timeout = '3s'"))
    routing = tx.session.get_one(Routing, ROUTING_ID, with_for_update=True, populate_existing=True)
    people = members(tx, map(UUID, routing.member_ids), routing.member_team_id)
    able = [person for person in people if person.there(tx.now)]
    loads = _loads(tx, able)
    person = routing.choose(able, loads)
    if person is None:
        return False
    open_ = loads.get(person.id, 0)
    why = f"{WORDS[routing.strategy]}: {open_} open, {len(able)} of {len(people)} present"
    with context.use(replace(context.current(), identity=SYSTEM, permission="*")):
        ticket.assign(person.id, None, why)
        told(tx, ticket, events.TicketAssigned())
    return True


def hand_out(tx: Transaction) -> None:
    """Somebody came, or has room: what waits longest is given first."""
    if not _automatic(tx):
        return
    waiting = select(Ticket).where(Ticket.owner_id.is_(None), Ticket.state.notin_(DONE))
    oldest = waiting.order_by(Ticket.create_time, Ticket.id).limit(AT_ONCE)
    for ticket in tx.scalars(oldest.with_for_update(skip_locked=True)):
        if not give(tx, ticket):
            return


def hand_over(tx: Transaction, user_id: UUID) -> None:
    """Somebody left: nothing of theirs is left with nobody looking."""
    theirs = select(Ticket).where(Ticket.owner_id == user_id, Ticket.state.notin_(DONE))
    for ticket in tx.scalars(theirs.order_by(Ticket.create_time, Ticket.id).with_for_update()):
        ticket.release()
        if not give(tx, ticket):
            told(tx, ticket, events.TicketAssigned(previous_owner_id=str(user_id)))


def _automatic(tx: Transaction) -> bool:
    strategy = select(Routing.strategy).where(Routing.id == ROUTING_ID)
    return tx.session.scalar(strategy) not in (None, Strategy.MANUAL)


def _loads(tx: Transaction, people: list[Person]) -> Mapping[UUID, int]:
    """How many tickets each has to see to."""
    open_ = (
        select(Ticket.owner_id, func.count())
        .where(Ticket.owner_id.in_([person.id for person in people]), Ticket.state.notin_(DONE))
        .group_by(Ticket.owner_id)
    )
    return {user_id: count for user_id, count in tx.session.execute(open_) if user_id}
