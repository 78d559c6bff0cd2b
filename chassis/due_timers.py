"""Does what timers are due for: claim, effect and removal of the row are one transaction."""

import logging
from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import (
    ARRAY,
    Row,
    Select,
    Text,
    TextClause,
    Uuid,
    any_,
    bindparam,
    delete,
    select,
    text,
    update,
)

from chassis import attempts, context, metrics, trouble
from chassis.attempts import RowAttempt
from chassis.context import Call, system_call
from chassis.database import Database
from chassis.tables import ScheduledTimer
from chassis.timers import Timer, TimerHandler
from chassis.transaction import Transaction

log = logging.getLogger("timers")

#: On the table itself and made once: it is asked at every tick and for every timer.
TIMERS = ScheduledTimer.metadata.tables["timers"]
DUE = select(TIMERS).where(TIMERS.c.dead_time.is_(None), TIMERS.c.due_time <= bindparam("now"))


def _claim(*lane: TextClause) -> Select[Any]:
    mine = DUE.where(TIMERS.c.name == any_(bindparam("names", type_=ARRAY(Text))), *lane)
    return mine.order_by(TIMERS.c.due_time).limit(1).with_for_update(skip_locked=True)


#: By whether the timers of jobs over many records are wanted; None: whatever is due longest.
CLAIM = {None: _claim(), True: _claim(text("bulk")), False: _claim(text("NOT bulk"))}
#: More to go with the one that was claimed; what failed before is tried alone.
CLAIM_MORE = (
    DUE.where(
        TIMERS.c.name == bindparam("name"),
        TIMERS.c.id != bindparam("first"),
        TIMERS.c.bulk == bindparam("bulk"),
        TIMERS.c.tries == 0,
    )
    .order_by(TIMERS.c.due_time)
    .limit(bindparam("count"))
    .with_for_update(skip_locked=True)
)
REMOVE = delete(TIMERS).where(TIMERS.c.id == any_(bindparam("claimed", type_=ARRAY(Uuid))))


class DueTimers:
    """The timers of a service as a source of due work; names without a handler are left alone.

    bulk: only those of jobs over many records, or only the others.
    """

    def __init__(
        self,
        database: Database,
        handlers: Mapping[str, TimerHandler],
        *,
        bulk: bool | None = None,
    ) -> None:
        self._database = database
        self._handlers = handlers
        self._claim = CLAIM[bulk]

    def step(self, claimed: Callable[[], None]) -> bool:
        """Does the timer that is due longest; False when none is."""
        return attempts.make(self._database, "timers", _Due(self._claim, self._handlers), claimed)


class _Due(RowAttempt):
    """One timer, or some that are handled together, from the claim to the end of the rows."""

    def __init__(self, due: Select[Any], handlers: Mapping[str, TimerHandler]) -> None:
        super().__init__(due, handlers)
        self._handlers = handlers
        self._rows: list[Row[Any]] = []

    def claim(self, tx: Transaction) -> bool:
        """Locks due rows that no other worker is at."""
        if not super().claim(tx):
            return False
        row = self._row
        self._rows = [row]
        others = self._handlers[row.name].at_most - 1
        if others > 0 and row.tries == 0:
            more = {"now": tx.now, "name": row.name, "first": row.id, "count": others}
            more["bulk"] = row.bulk
            self._rows += tx.session.execute(CLAIM_MORE, more)
        return True

    def do(self, tx: Transaction) -> None:
        """The rows go last, and stay when the handler scheduled the same name and key again: then
        they have another id. Whoever waits for one is next, before any other worker."""
        timers = [timer_of(row) for row in self._rows]
        name = timers[0].name
        for timer in timers:
            if not timer.tries:
                metrics.TIMER_LATENESS.labels(name).observe(
                    (tx.now - timer.due_time).total_seconds()
                )
        with context.use(timers[0].call), metrics.timing(metrics.TIMER_SECONDS, name):
            self._handlers[name].handle(timers, tx)
            tx.flush()
        tx.execute(REMOVE, {"claimed": [row.id for row in self._rows]})

    def put_off(self, tx: Transaction, error: Exception) -> None:
        """Notes the failure, unless somebody has moved a timer or tried it since."""
        for row in self._rows:
            _put_off(tx, row, error)


def _put_off(tx: Transaction, row: Row[Any], error: Exception) -> None:
    tries = row.tries + 1
    wait = trouble.delay(tries)
    why = trouble.describe(error)
    told = {"timer": row.name, "key": row.key, "tries": tries, "dead": not wait, "why": why}
    if trouble.is_conflict(error) and wait:  # somebody else had the record: no fault at all
        log.warning("timer waits for a record", extra=told)
    else:
        trace = error if tries == 1 or not wait else None
        log.error("timer failed", exc_info=trace, extra=told)
    same = (
        ScheduledTimer.id == row.id,
        ScheduledTimer.tries == row.tries,
        ScheduledTimer.due_time == row.due_time,
    )
    values = {
        "tries": tries,
        "error": why,
        "due_time": tx.now + wait if wait else row.due_time,
        "dead_time": None if wait else tx.now,
    }
    tx.execute(update(ScheduledTimer).where(*same).values(values))


def call_of(row: Row[Any]) -> Call:
    """The system's call that continues what scheduled the timer."""
    return system_call(
        f"timer {row.name}",
        request_id=row.headers.get("request_id", ""),
        traceparent=row.headers.get("traceparent", ""),
        cause=row.cause,
        depth=row.depth,
        bulk=row.bulk,
    )


def timer_of(row: Row[Any]) -> Timer:
    """What the handler sees of it."""
    return Timer(row.name, row.key, row.due_time, row.payload, row.tries, call_of(row))
