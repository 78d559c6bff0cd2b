"""Who changes what a timer works on holds the timer first, and then nobody waits in a ring."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import select, text

from chassis import context
from chassis.context import system_call
from chassis.database import Database
from chassis.due import Lanes
from chassis.due_timers import DueTimers
from chassis.tables import ScheduledTimer
from chassis.timers import Timer, handlers, on_timer
from chassis.transaction import Transaction
from tests.harness.waiting import eventually

RECORD = text("SELECT key FROM rings WHERE key = 'record' FOR UPDATE")


class Walk:
    """Goes on for ever, each time on the locked record; every other step by another timer."""

    def __init__(self) -> None:
        self.steps = 0

    @on_timer("walk.left")
    def left(self, _: Timer, tx: Transaction) -> None:
        self._step(tx, "walk.right")

    @on_timer("walk.right")
    def right(self, _: Timer, tx: Transaction) -> None:
        self._step(tx, "walk.left")

    @on_timer("walk.on")
    def on(self, _: Timer, tx: Transaction) -> None:
        self._step(tx, "walk.on")

    def _step(self, tx: Transaction, following: str) -> None:
        tx.execute(RECORD)
        self.steps += 1
        tx.schedule(following, key="a", due=tx.now)


@pytest.fixture
def walk(tally: Database) -> Iterator[Walk]:
    """A walk that several lanes take turns at."""
    with begun(tally) as tx:
        tx.execute(text("INSERT INTO rings VALUES ('record')"))
    walk = Walk()
    lanes = Lanes([DueTimers(tally, handlers(walk))], beat=lambda: None)
    lanes.start()
    try:
        yield walk
    finally:
        lanes.stop()


@contextmanager
def begun(database: Database) -> Iterator[Transaction]:
    with context.use(system_call("test")), database.transaction() as tx:
        yield tx


@pytest.mark.parametrize("first", ["walk.on", "walk.left"])
def test_who_holds_the_timers_stops_what_goes_on_by_itself(
    tally: Database, walk: Walk, first: str, caplog: pytest.LogCaptureFixture
) -> None:
    for _ in range(5):
        before = walk.steps
        with begun(tally) as tx:
            tx.schedule(first, key="a", due=tx.now)
        eventually(lambda before=before: walk.steps > before + 1)  # type: ignore[misc]  # bool
        with begun(tally) as tx:
            tx.hold_timers("walk.on", "walk.left", "walk.right", key="a")
            tx.execute(RECORD)
            held = walk.steps
            tx.execute(text("SELECT pg_sleep(0.02)"))  # a step that is not held would come now
            for name in ("walk.on", "walk.left", "walk.right"):
                tx.unschedule(name, key="a")
        assert walk.steps == held
    assert not caplog.messages, "neither was in the other's way"
    with begun(tally) as tx:
        assert tx.session.scalars(select(ScheduledTimer)).all() == []
