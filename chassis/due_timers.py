"""Does what timers are due for: claim, effect and removal of the row are one transaction."""

import logging
from collections.abc import Callable, Mapping

from sqlalchemy import delete, select, update

from chassis import attempts, context, trouble
from chassis.context import Call, system_call
from chassis.database import Database
from chassis.tables import ScheduledTimer
from chassis.timers import Timer, TimerHandler
from chassis.transaction import Transaction

log = logging.getLogger("timers")


class DueTimers:
    """The timers of a service as a source of due work; names without a handler are left alone."""

    def __init__(self, database: Database, handlers: Mapping[str, TimerHandler]) -> None:
        self._database = database
        self._handlers = handlers

    def step(self, claimed: Callable[[], None]) -> bool:
        """Does the timer that is due longest; False when none is."""
        return attempts.make(self._database, "timers", _Due(self._handlers), claimed)


class _Due:
    """One timer, from the claim to the end of its row."""

    def __init__(self, handlers: Mapping[str, TimerHandler]) -> None:
        self._handlers = handlers
        self._row: ScheduledTimer

    def claim(self, tx: Transaction) -> bool:
        """Locks a due row that no other worker is at."""
        row = tx.session.scalars(
            select(ScheduledTimer)
            .where(
                ScheduledTimer.dead_time.is_(None),
                ScheduledTimer.due_time <= tx.now,
                ScheduledTimer.name.in_(self._handlers),
            )
            .order_by(ScheduledTimer.due_time)
            .limit(1)
            .with_for_update(skip_locked=True)
        ).one_or_none()
        if row is None:
            return False
        tx.session.expunge(row)  # it is read again after its effect was rolled back
        self._row = row
        return True

    def do(self, tx: Transaction) -> None:
        """The row goes first, so that the handler may schedule the same name and key again."""
        row = self._row
        tx.execute(delete(ScheduledTimer).where(ScheduledTimer.id == row.id))
        with context.use(call_of(row)):
            self._handlers[row.name](timer_of(row), tx)
            tx.flush()

    def put_off(self, tx: Transaction, error: Exception) -> None:
        """Notes the failure, unless somebody has moved the timer or tried it since."""
        row = self._row
        tries = row.tries + 1
        wait = trouble.delay(tries)
        told = {"timer": row.name, "key": row.key, "tries": tries, "dead": wait is None}
        log.error("timer failed", exc_info=error, extra=told)
        same = (
            ScheduledTimer.id == row.id,
            ScheduledTimer.tries == row.tries,
            ScheduledTimer.due_time == row.due_time,
        )
        values = {
            "tries": tries,
            "error": trouble.describe(error),
            "due_time": tx.now + wait if wait else row.due_time,
            "dead_time": None if wait else tx.now,
        }
        tx.execute(update(ScheduledTimer).where(*same).values(values))


def call_of(row: ScheduledTimer) -> Call:
    """The system's call that continues what scheduled the timer."""
    return system_call(
        f"timer {row.name}",
        request_id=row.headers.get("request_id", ""),
        traceparent=row.headers.get("traceparent", ""),
        cause=row.cause,
        depth=row.depth,
    )


def timer_of(row: ScheduledTimer) -> Timer:
    """What the handler sees of it."""
    return Timer(row.name, row.key, row.due_time, row.payload, row.tries)
