"""Starts a ticket's clocks, keeps them in step with it, and tells when they warn or run out."""

from collections.abc import Sequence
from datetime import datetime

from crm.tickets.v1 import events_pb2 as events
from sqlalchemy import select

from chassis.transaction import Transaction
from services.tickets.sla.model import Clock, ClockState, Metric, Policy
from services.tickets.tickets.model import Ticket
from services.tickets.tickets.telling import told

WARNING = "sla.warning"
BREACH = "sla.breach"


def start(tx: Transaction, ticket: Ticket) -> None:
    """The clocks of a new ticket."""
    policy = tx.session.get_one(Policy, ticket.priority)
    for metric in Metric:
        clock = Clock(
            ticket_id=ticket.id,
            metric=metric.value,
            priority=ticket.priority,
            calendar=policy.calendar,
            target_seconds=policy.target(metric),
            start_time=tx.now,
        )
        tx.session.add(clock)
    tx.flush()
    follow(tx, ticket)


def of(tx: Transaction, ticket: Ticket) -> Sequence[Clock]:
    """The clocks of a ticket: first response, then resolution."""
    clocks = select(Clock).where(Clock.ticket_id == ticket.id).order_by(Clock.metric)
    return list(tx.session.scalars(clocks))


def follow(tx: Transaction, ticket: Ticket) -> None:
    """The ticket changed its state, or was answered."""
    clocks = of(tx, ticket)
    for clock in clocks:
        clock.follow(ticket, tx.now)
    _wind(tx, ticket, clocks)


def retarget(tx: Transaction, ticket: Ticket) -> None:
    """The ticket changed its priority: what still runs is measured anew from its start."""
    policy = tx.session.get_one(Policy, ticket.priority)
    clocks = of(tx, ticket)
    for clock in clocks:
        clock.retarget(policy, tx.now)
    _wind(tx, ticket, clocks)


def revive(tx: Transaction, ticket: Ticket) -> None:
    """The ticket is parted from the one it was merged into: what ended then may go on."""
    for clock in of(tx, ticket):
        clock.cleared = clock.cleared and clock.stop_time != ticket.close_time


def strike(tx: Transaction, ticket: Ticket, metric: str) -> None:
    """A timer of a clock fell due: tells what is due, and only once."""
    _wind(tx, ticket, [clock for clock in of(tx, ticket) if clock.metric == metric], whole=False)


def _wind(tx: Transaction, ticket: Ticket, clocks: Sequence[Clock], *, whole: bool = True) -> None:
    if whole:
        ticket.due_time = min((c.due_time for c in clocks if c.due_time), default=None)
    for clock in clocks:
        _tell(tx, ticket, clock)
        key = f"{ticket.id}:{clock.metric}"
        _set(tx, WARNING, key, None if clock.warning_told else clock.warn_time)
        _set(tx, BREACH, key, None if clock.breach_told else clock.due_time)


def _tell(tx: Transaction, ticket: Ticket, clock: Clock) -> None:
    state = clock.state(tx.now)
    metric, due_time = clock.metric, clock.deadline()
    if state is ClockState.BREACHED and not clock.breach_told:
        clock.breach_told = clock.warning_told = ticket.breached = True
        told(tx, ticket, events.SlaBreached(metric=metric, due_time=due_time))
    elif state is ClockState.WARNED and not clock.warning_told:
        clock.warning_told = True
        told(tx, ticket, events.SlaWarned(metric=metric, due_time=due_time))


def _set(tx: Transaction, name: str, key: str, due: datetime | None) -> None:
    if due is None:
        tx.unschedule(name, key=key)
    else:
        tx.schedule(name, key=key, due=max(due, tx.now))
