"""What every service tidies up each hour: old answers, old inbox rows, dead processes."""

import logging
from datetime import timedelta

from sqlalchemy import CursorResult, Delete, delete, select

from chassis import heartbeat, idempotency, timers
from chassis.context import system_call, use
from chassis.database import Database
from chassis.service import Parts
from chassis.tables import InboxEvent, InboxState, OutboxEvent
from chassis.timers import Timer, on_timer
from chassis.transaction import Transaction

log = logging.getLogger("housekeeping")

NAME = "chassis.housekeeping"
EVERY = timedelta(hours=1)
#: An event cannot come again after so long; its note may go. Dead letters stay until dropped.
INBOX_KEPT = timedelta(days=90)
#: Rows of a kind in one transaction; when there are more it goes on at once.
BATCH = 1000


def begin(database: Database) -> None:
    """Makes sure of the timer; any number of workers may call it."""
    with use(system_call("start")), database.transaction() as tx:
        timers.schedule_once(tx, NAME, key="", due=tx.now)


class Housekeeping:
    """Reactions that every service has."""

    def __init__(self, parts: Parts) -> None:
        self._event_log_kept = timedelta(days=parts.settings.event_log_days)

    @on_timer(NAME)
    def tidy(self, _: Timer, tx: Transaction) -> None:
        """One batch of everything that is old enough."""
        heartbeat.forget_dead(tx)
        found = max(
            idempotency.forget_old(tx, limit=BATCH),
            forget_handled(tx),
            self._forget_facts(tx) if self._event_log_kept else 0,
        )
        tx.schedule(NAME, key="", due=tx.now if found >= BATCH else tx.now + EVERY)

    def _forget_facts(self, tx: Transaction) -> int:
        """Only when the operator wants an end to the event log; what waits is always kept."""
        old = select(OutboxEvent.seq).where(
            OutboxEvent.time < tx.now - self._event_log_kept,
            OutboxEvent.publish_time.is_not(None),
        )
        batch = old.order_by(OutboxEvent.seq).limit(BATCH)
        return _count(tx, delete(OutboxEvent).where(OutboxEvent.seq.in_(batch)))


def forget_handled(tx: Transaction) -> int:
    """Removes notes of events that were handled long ago; how many."""
    old = select(InboxEvent.id).where(
        InboxEvent.receive_time < tx.now - INBOX_KEPT,
        InboxEvent.state.in_([InboxState.DONE, InboxState.DROPPED]),
    )
    batch = old.order_by(InboxEvent.receive_time).limit(BATCH)
    return _count(tx, delete(InboxEvent).where(InboxEvent.id.in_(batch)))


def _count(tx: Transaction, statement: Delete) -> int:
    result = tx.execute(statement)
    return result.rowcount if isinstance(result, CursorResult) else 0
