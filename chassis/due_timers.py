"""Does one due timer: claim, effect and removal of the row are one transaction."""

import logging
from collections.abc import Callable, Mapping

from sqlalchemy import delete, select, update

from chassis import context, trouble
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
        row: ScheduledTimer | None = None
        try:
            with context.use(system_call("timers")), self._database.transaction() as tx:
                row = self._claim(tx)
                if row is None:
                    return False
                claimed()
                with context.use(call_of(row)):
                    self._handlers[row.name](timer_of(row), tx)
                    tx.flush()
        except Exception as error:
            if row is None or trouble.is_away(error):
                raise
            self._put_off(row, error)
        return True

    def _claim(self, tx: Transaction) -> ScheduledTimer | None:
        """Takes a due row out of the table, unless another worker is at it."""
        due = (
            select(ScheduledTimer.id)
            .where(
                ScheduledTimer.dead_time.is_(None),
                ScheduledTimer.due_time <= tx.now,
                ScheduledTimer.name.in_(self._handlers),
            )
            .order_by(ScheduledTimer.due_time)
            .limit(1)
            .with_for_update(skip_locked=True)
            .scalar_subquery()  # run once; inside IN it might lock more rows than it gives
        )
        claim = delete(ScheduledTimer).where(ScheduledTimer.id == due).returning(ScheduledTimer)
        row = tx.session.scalars(
            claim, execution_options={"synchronize_session": False}
        ).one_or_none()
        if row is not None:
            tx.session.expunge(row)
        return row

    def _put_off(self, row: ScheduledTimer, error: Exception) -> None:
        """Notes the failure, unless somebody has moved the timer or tried it since."""
        tries = row.tries + 1
        wait = trouble.delay(tries)
        told = {"timer": row.name, "key": row.key, "tries": tries, "dead": wait is None}
        log.error("timer failed", exc_info=error, extra=told)
        same = (
            ScheduledTimer.id == row.id,
            ScheduledTimer.tries == row.tries,
            ScheduledTimer.due_time == row.due_time,
        )
        with context.use(system_call("timers")), self._database.transaction() as tx:
            due = tx.now + wait if wait else row.due_time
            values = {
                "tries": tries,
                "error": trouble.describe(error),
                "due_time": due,
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
