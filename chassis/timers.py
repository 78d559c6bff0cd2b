"""Durable timers: rows that fall due at a business time. Nothing else in the code base waits.

The handler runs in the transaction that removes the row, so its effect happens exactly once:

    tx.schedule("import.step", key=str(job.id), due=tx.now, payload={"row": 0})

    @on_timer("import.step")
    def step(self, timer: Timer, tx: Transaction) -> None: ...
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeVar
from uuid import UUID

from sqlalchemy import Text, bindparam, delete, func, or_, select
from sqlalchemy.dialects.postgresql import Insert, insert

from chassis import context
from chassis.context import Call
from chassis.ids import uuid7
from chassis.tables import ScheduledTimer

if TYPE_CHECKING:
    from chassis.transaction import Transaction

#: PostgreSQL's notification that wakes the workers of a service when something is due at once.
CHANNEL = "due"
MARK = "__timers__"
#: What scheduling again sets anew: all but what a timer is called.
SET = ("id", "due_time", "payload", "headers", "cause", "depth", "tries", "error", "dead_time")
#: What wakes those who do the steps of jobs over many records.
BULK = "bulk"

F = TypeVar("F", bound=Callable[..., None])


def _setting() -> Insert:
    row = insert(ScheduledTimer.metadata.tables["timers"])
    anew: dict[str, Any] = {name: row.excluded[name] for name in SET}
    # what somebody waits for already is not put behind a job that happens to want the same
    anew["bulk"] = row.excluded.bulk & or_(
        ScheduledTimer.bulk, ScheduledTimer.due_time > row.excluded.due_time
    )
    return row.on_conflict_do_update(index_elements=["name", "key"], set_=anew)


#: Made once: making one costs as much as running it, and these run for most facts.
SCHEDULE = _setting()
UNSCHEDULE = delete(ScheduledTimer).where(
    ScheduledTimer.name == bindparam("name"), ScheduledTimer.key == bindparam("key")
)
WAKE = select(func.pg_notify(CHANNEL, bindparam("who", type_=Text)))


@dataclass(frozen=True, slots=True)
class Timer:
    """A timer that fell due. tries: how often it has failed before; call: the system's call that
    continues what scheduled it."""

    name: str
    key: str
    due_time: datetime
    payload: Mapping[str, Any]
    tries: int
    call: Call


@dataclass(frozen=True, slots=True)
class TimerHandler:
    """A method that handles timers of one name: up to `at_most` together, or one, alone."""

    method: Callable[..., None]
    at_most: int = 0

    def handle(self, timers: Sequence[Timer], tx: Transaction) -> None:
        """Calls the method as the decorator promised."""
        self.method(timers if self.at_most else timers[0], tx)


def on_timer(name: str) -> Callable[[F], F]:
    """Marks a method as the handler of the timers called `name`.

    It is called with (timer, tx) as the system. When it raises, its effect is rolled back and it is
    tried again with growing delay, at last given up as a dead letter. To go on, it schedules the
    same name and key again.
    """

    return _marker(name, 0)


def on_timers(name: str, *, at_most: int) -> Callable[[F], F]:
    """Marks a method that handles up to `at_most` due timers called `name` in one transaction.

    It is called with (timers, tx); what it does for one of them it does under that one's call:
    `with context.use(timer.call)`. When it raises, all of it is rolled back, and each of them is
    tried again alone.
    """
    return _marker(name, at_most)


def handlers(reactions: object) -> dict[str, TimerHandler]:
    """Timer name -> handler, of one object of reactions."""
    found: dict[str, TimerHandler] = {}
    for attribute in dir(type(reactions)):
        for name, at_most in getattr(getattr(type(reactions), attribute), MARK, ()):
            found[name] = TimerHandler(getattr(reactions, attribute), at_most)
    return found


def _marker(name: str, at_most: int) -> Callable[[F], F]:
    def mark(method: F) -> F:
        setattr(method, MARK, (*getattr(method, MARK, ()), (name, at_most)))
        return method

    return mark


def hold(tx: Transaction, names: Iterable[str], *, keys: Iterable[str]) -> None:
    """Waits until none of these timers is being handled, and keeps them from it.

    Call it before the record is locked: who handles a timer has the timer first and the record
    then, and two who lock in other orders wait for each other. What was handled meanwhile may have
    set another of them, so it looks until there is none it does not hold.
    """
    rows = select(ScheduledTimer.id).where(
        ScheduledTimer.name.in_([*names]), ScheduledTimer.key.in_([*keys])
    )
    in_turn = rows.order_by(ScheduledTimer.name, ScheduledTimer.key).with_for_update()
    held: set[UUID] = set()
    while not held.issuperset(tx.session.scalars(rows)):
        held = set(tx.session.scalars(in_turn))


def schedule(
    tx: Transaction,
    name: str,
    *,
    key: str,
    due: datetime,
    payload: Mapping[str, Any],
    bulk: bool | None = None,
) -> None:
    """Sets the timer (name, key) to `due`; one that exists is moved and its failures forgotten.
    bulk: as Transaction.schedule says."""
    bulk = context.current().bulk if bulk is None else bulk
    tx.execute(SCHEDULE, _row(name, key, due, payload, bulk=bulk))
    if due <= tx.now:
        wake(tx, bulk=bulk)


def schedule_all(tx: Transaction, name: str, *, keys: Iterable[str], due: datetime) -> None:
    """Sets the timers of one name for several keys, in one order: two writers never wait in a
    ring."""
    bulk = context.current().bulk
    if rows := [_row(name, key, due, {}, bulk=bulk) for key in sorted(set(keys))]:
        tx.execute(SCHEDULE, rows)
        if due <= tx.now:
            wake(tx, bulk=bulk)


def _row(
    name: str, key: str, due: datetime, payload: Mapping[str, Any], *, bulk: bool
) -> dict[str, Any]:
    call = context.current()
    return {
        "id": uuid7(),
        "name": name,
        "key": key,
        "due_time": due,
        "payload": dict(payload),
        "headers": {"traceparent": call.traceparent, "request_id": call.request_id},
        "cause": call.cause,
        "depth": call.depth,
        "bulk": bulk,
        "tries": 0,
        "error": "",
        "dead_time": None,
    }


def schedule_once(tx: Transaction, name: str, *, key: str, due: datetime) -> None:
    """Sets the timer unless there is one already, for what runs for ever by itself; nobody waits
    for it."""
    exists = select(ScheduledTimer.id).where(ScheduledTimer.name == name, ScheduledTimer.key == key)
    if tx.session.scalar(exists) is None:
        schedule(tx, name, key=key, due=due, payload={}, bulk=True)


def unschedule(tx: Transaction, name: str, *, key: str) -> None:
    """Removes the timer (name, key), if there is one."""
    tx.execute(UNSCHEDULE, {"name": name, "key": key})


def wake(tx: Transaction, *, bulk: bool = False) -> None:
    """Lets the workers look at once, when this transaction commits."""
    tx.execute(WAKE, {"who": BULK if bulk else ""})
