"""What unknown visitors did is kept for 90 days, and not longer."""

from datetime import timedelta

from sqlalchemy import CursorResult, Delete, delete, select

from chassis import timers
from chassis.transaction import Transaction
from services.leads.tracking.model import TrackedEvent, Visitor

FORGET = "leads.tracking.forget"
KEPT = timedelta(days=90)
EVERY = timedelta(days=1)
BATCH = 1000


def begin(tx: Transaction) -> None:
    """Makes sure of the timer; nothing is locked when there is one."""
    timers.schedule_once(tx, FORGET, key="", due=tx.now + EVERY)


def forget(tx: Transaction) -> bool:
    """Removes some of what is old enough; whether there may be more."""
    old = tx.now - KEPT
    events = select(TrackedEvent.id).where(TrackedEvent.create_time <= old)
    events = events.order_by(TrackedEvent.create_time).limit(BATCH)
    visitors = select(Visitor.id).where(Visitor.last_time <= old, Visitor.contact_id.is_(None))
    visitors = visitors.order_by(Visitor.last_time).limit(BATCH)
    found = max(
        _count(tx, delete(TrackedEvent).where(TrackedEvent.id.in_(events))),
        _count(tx, delete(Visitor).where(Visitor.id.in_(visitors))),
    )
    return found == BATCH


def _count(tx: Transaction, statement: Delete) -> int:
    result = tx.execute(statement)
    return result.rowcount if isinstance(result, CursorResult) else 0
