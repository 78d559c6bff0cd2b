"""Durable timers: exactly once, in a transaction of their own, retried, at last given up."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, select, text

from chassis import context, trouble
from chassis.clock import Clock
from chassis.context import system_call
from chassis.database import Database
from chassis.due import Lanes
from chassis.due_timers import DueTimers
from chassis.tables import ScheduledTimer
from chassis.timers import Timer, handlers, on_timer
from chassis.transaction import Transaction
from chassis.wakeups import Wakeups
from tests.harness.waiting import eventually

Schedule = Callable[..., None]


class Bells:
    """Rings, fails or goes on, as its payload says."""

    def __init__(self, outside: Engine) -> None:
        self.outside = outside
        self.rung: list[Timer] = []
        self.calls: list[context.Call] = []

    @on_timer("bell")
    def ring(self, timer: Timer, tx: Transaction) -> None:
        self.rung.append(timer)
        self.calls.append(context.current())
        tx.execute(text("INSERT INTO rings VALUES (:key)"), {"key": timer.key})
        if timer.payload.get("again"):
            tx.schedule(
                "bell", key=timer.key, due=tx.now, payload={"again": timer.payload["again"] - 1}
            )
        if timer.payload.get("dawdling"):
            self.dawdle(tx)
        if timer.payload.get("broken"):
            raise RuntimeError("the bell is cracked")

    def dawdle(self, tx: Transaction) -> None:
        """Does nothing for so long that the database ends the connection."""
        pid = tx.session.scalar(text("SELECT pg_backend_pid()"))
        tx.execute(text("SET LOCAL idle_in_transaction_session_timeout = 20"))
        alive = text("SELECT count(*) FROM pg_stat_activity WHERE pid = :pid")
        with self.outside.connect() as connection:
            connection.execution_options(isolation_level="AUTOCOMMIT")
            eventually(lambda: connection.scalar(alive, {"pid": pid}) == 0)


@pytest.fixture
def database(tally: Database) -> Database:
    return tally


@pytest.fixture
def bells(database: Database) -> Bells:
    return Bells(database.engine)


@pytest.fixture
def due(database: Database, bells: Bells) -> DueTimers:
    return DueTimers(database, handlers(bells))


@pytest.fixture
def schedule(database: Database) -> Schedule:
    def at(key: str, *, after: timedelta = timedelta(0), **payload: Any) -> None:
        with (
            context.use(system_call("test", request_id="r1", depth=3)),
            database.transaction() as tx,
        ):
            tx.schedule("bell", key=key, due=tx.now + after, payload=payload)

    return at


def rings(database: Database) -> list[str]:
    with database.engine.connect() as connection:
        return list(connection.scalars(text("SELECT key FROM rings ORDER BY key")))


def waiting(database: Database) -> list[ScheduledTimer]:
    with context.use(system_call("test")), database.reading() as tx:
        return list(tx.session.scalars(select(ScheduledTimer)))


def step(due: DueTimers) -> bool:
    return due.step(lambda: None)


def test_a_timer_runs_once_when_it_is_due(
    database: Database, due: DueTimers, schedule: Schedule, clock: Clock
) -> None:
    schedule("a", after=timedelta(days=3))
    assert not step(due)
    clock.advance(timedelta(days=3))
    assert step(due)
    assert not step(due)
    assert rings(database) == ["a"]
    assert waiting(database) == []


def test_scheduling_again_moves_the_timer(
    database: Database, due: DueTimers, schedule: Schedule
) -> None:
    schedule("a", after=timedelta(days=3))
    schedule("a")
    assert step(due)
    assert rings(database) == ["a"]


def test_what_is_unscheduled_never_runs(
    database: Database, due: DueTimers, schedule: Schedule
) -> None:
    schedule("a")
    with context.use(system_call("test")), database.transaction() as tx:
        tx.unschedule("bell", key="a")
    assert not step(due)


def test_a_timer_continues_the_call_that_scheduled_it(
    due: DueTimers, schedule: Schedule, bells: Bells
) -> None:
    schedule("a")
    step(due)
    (call,) = bells.calls
    assert (call.request_id, call.depth, call.identity.caller) == ("r1", 3, "system")


def test_a_handler_may_schedule_itself_again(
    database: Database, due: DueTimers, schedule: Schedule
) -> None:
    schedule("a", again=2)
    while step(due):
        pass
    assert rings(database) == ["a", "a", "a"]


def test_a_failing_timer_leaves_no_effect_and_is_tried_again_with_growing_delay(
    database: Database, due: DueTimers, schedule: Schedule, clock: Clock
) -> None:
    schedule("a", broken=True)
    for tries, seconds in enumerate(trouble.DELAYS, start=1):
        assert step(due)
        assert not step(due), "it is not tried at once"
        (timer,) = waiting(database)
        assert (timer.tries, timer.error) == (tries, "RuntimeError: the bell is cracked")
        clock.advance(timedelta(seconds=seconds))
    assert step(due)
    (timer,) = waiting(database)
    assert timer.dead_time is not None
    clock.advance(timedelta(days=365))
    assert not step(due)
    assert rings(database) == []


def test_a_failing_timer_is_tried_by_one_worker_at_a_time(
    database: Database, due: DueTimers, schedule: Schedule, bells: Bells
) -> None:
    names = [f"{n:03}" for n in range(40)]
    for name in names:
        schedule(name, broken=True)
    with running(due), running(due):
        eventually(lambda: all(timer.tries for timer in waiting(database)))
    assert sorted(timer.key for timer in bells.rung if timer.tries == 0) == names


@pytest.mark.parametrize("broken", [True, False])
def test_a_timer_that_takes_its_connection_along_is_put_off_all_the_same(
    database: Database, due: DueTimers, schedule: Schedule, broken: bool
) -> None:
    schedule("a", dawdling=True, broken=broken)
    assert step(due)
    (timer,) = waiting(database)
    assert timer.tries == 1
    assert rings(database) == []


def test_a_timer_that_nobody_handles_waits_for_who_does(
    database: Database, schedule: Schedule
) -> None:
    schedule("a")
    assert not step(DueTimers(database, {}))
    assert len(waiting(database)) == 1


def test_several_workers_share_the_timers_and_run_each_once(
    database: Database, due: DueTimers, schedule: Schedule
) -> None:
    names = [f"{n:03}" for n in range(60)]
    for name in names:
        schedule(name)
    with running(due), running(due):
        eventually(lambda: not waiting(database))
    assert rings(database) == names


def test_a_moved_clock_is_noticed_within_a_second(
    database: Database, due: DueTimers, schedule: Schedule, clock: Clock
) -> None:
    schedule("a", after=timedelta(days=30))
    with running(due):
        clock.advance(timedelta(days=30))
        eventually(lambda: rings(database))


def test_what_is_due_at_once_wakes_the_workers(database: Database, schedule: Schedule) -> None:
    woken, woken_for_bulk = threading.Event(), threading.Event()
    wakeups = Wakeups(database.url, service="test", wake=woken.set, wake_bulk=woken_for_bulk.set)
    wakeups.start()
    listening = text("SELECT count(*) FROM pg_stat_activity WHERE application_name = :name")
    with database.engine.connect() as connection:
        connection.execution_options(isolation_level="AUTOCOMMIT")
        eventually(lambda: connection.scalar(listening, {"name": "test-wakeups"}))
    schedule("later", after=timedelta(days=1))
    schedule("now")
    assert woken.wait(60)
    assert not woken_for_bulk.is_set()
    wakeups.stop()


@contextmanager
def running(due: DueTimers) -> Iterator[Lanes]:
    lanes = Lanes([due], beat=lambda: None)
    lanes.start()
    try:
        yield lanes
    finally:
        lanes.stop()
