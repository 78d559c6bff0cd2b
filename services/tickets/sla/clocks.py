"""Starts a ticket's clocks, keeps them in step with it, and tells when they warn or run out."""

from collections.abc import Sequence
from uuid import UUID

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


def strike(tx: Transaction, ticket: Ticket, metric: str, name: str) -> None:
    """A timer of a clock fell due: tells what is due, and only once. The clock's other timer is
    left alone, as it may be waiting for this ticket; it finds what was told."""
    for clock in of(tx, ticket):
        if clock.metric == metric:
            _tell(tx, ticket, clock)
            _set(tx, ticket, clock, name)


def keys(ticket_id: UUID) -> list[str]:
    """What a ticket's timers are called, one for each metric."""
    return [_key(ticket_id, metric) for metric in Metric]


def _key(ticket_id: UUID, metric: str) -> str:
    return f"{ticket_id}:{metric}"


def _wind(tx: Transaction, ticket: Ticket, clocks: Sequence[Clock]) -> None:
    ticket.fall_due(min((c.due_time for c in clocks if c.due_time), default=None))
    for clock in clocks:
        _tell(tx, ticket, clock)
        for name in (WARNING, BREACH):
            _set(tx, ticket, clock, name)


def _tell(tx: Transaction, ticket: Ticket, clock: Clock) -> None:
    state = clock.state(tx.now)
    metric, due_time = clock.metric, clock.deadline()
    if state is ClockState.BREACHED and not clock.breach_told:
        clock.breach_told = clock.warning_told = ticket.breached = True
        setattr(ticket, f"{metric}_breached", True)
        told(tx, ticket, events.SlaBreached(metric=metric, due_time=due_time))
    elif state is ClockState.WARNED and not clock.warning_told:
        clock.warning_told = True
        told(tx, ticket, events.SlaWarned(metric=metric, due_time=due_time))


def _set(tx: Transaction, ticket: Ticket, clock: Clock, name: str) -> None:
    key = _key(ticket.id, clock.metric)
    warns = name == WARNING
    done = clock.warning_told if warns else clock.breach_told
    due = clock.warn_time if warns else clock.due_time
    if done or due is None:
        tx.unschedule(name, key=key)
    else:
        tx.schedule(name, key=key, due=max(due, tx.now), bulk=False)
