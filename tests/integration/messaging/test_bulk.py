"""Jobs over many records: who belongs to one, and whose facts and timers go first."""

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from google.protobuf.json_format import MessageToDict
from sqlalchemy import text

from chassis import cloudevents
from chassis.cloudevents import Event
from chassis.context import system_call, use
from chassis.database import Database
from chassis.due_timers import DueTimers
from chassis.ids import uuid7
from chassis.inbox import Inbox
from chassis.reactions import collect, reacts_together
from chassis.relay_outbox import BULK_AT_ONCE, Outbox
from chassis.timers import Timer, handlers, on_timer, schedule_all
from chassis.transaction import Transaction
from tests.drills.tally.composition import Tally, Thing
from tests.drills.tally.facts import counted, fact

RINGS = "SELECT * FROM rings ORDER BY 1"
KIND = "drill.tally.v1.Counted"


class Chores:
    """Tells a fact and schedules another timer, whatever is due."""

    @on_timer("chore")
    def do(self, timer: Timer, tx: Transaction) -> None:
        tx.publish(fact(1), subject=Thing(uuid7()))
        tx.schedule("follows", key=timer.key, due=tx.now)
        tx.schedule("promise", key=timer.key, due=tx.now, bulk=False)


@pytest.fixture
def inbox(tally: Database) -> Inbox:
    return Inbox(tally, collect([Tally()]), stopping=threading.Event())


@contextmanager
def acting(database: Database, *, bulk: bool) -> Iterator[Transaction]:
    with use(system_call("test", bulk=bulk)), database.transaction() as tx:
        yield tx


def rows(database: Database, statement: str) -> list[Any]:
    with database.engine.connect() as connection:
        return [tuple(row) for row in connection.execute(text(statement))]


def body(number: int, **values: Any) -> bytes:
    told = MessageToDict(fact(number, **values), preserving_proto_field_name=True)
    event = Event(id=str(uuid7()), source="/services/tally", type=KIND, bulk=True, data=told)
    return cloudevents.encode(event)


def test_what_the_step_of_a_job_tells_and_schedules_belongs_to_it(tally: Database) -> None:
    with acting(tally, bulk=False) as tx:
        tx.schedule("chore", key="a", due=tx.now, bulk=True)
    assert DueTimers(tally, handlers(Chores())).step(lambda: None)
    assert rows(tally, "SELECT bulk FROM outbox") == [(True,)]
    timers = "SELECT name, bulk FROM timers ORDER BY name"
    assert rows(tally, timers) == [("follows", True), ("promise", False)]


def test_each_looks_only_for_its_own_timers(tally: Database) -> None:
    ours, theirs = (DueTimers(tally, handlers(Chores()), bulk=bulk) for bulk in (False, True))
    with acting(tally, bulk=True) as tx:
        tx.schedule("chore", key="a", due=tx.now)
    assert not ours.step(lambda: None)
    assert theirs.step(lambda: None)
    with acting(tally, bulk=False) as tx:
        tx.schedule("chore", key="b", due=tx.now)
    assert not theirs.step(lambda: None)
    assert ours.step(lambda: None)


@pytest.mark.parametrize(
    ("first", "later", "then", "bulk"),
    [
        (False, 0, True, False),  # somebody waits for it: a job does not put it back
        (False, 1, True, True),  # nobody waited yet
        (True, 0, False, False),
        (True, 0, True, True),
    ],
)
def test_a_timer_is_moved_to_a_job_only_when_nobody_waits_for_it(
    tally: Database, first: bool, later: int, then: bool, bulk: bool
) -> None:
    with acting(tally, bulk=first) as tx:
        tx.schedule("chore", key="a", due=tx.now + timedelta(days=later))
    with acting(tally, bulk=then) as tx:
        tx.schedule("chore", key="a", due=tx.now)
    assert rows(tally, "SELECT bulk FROM timers") == [(bulk,)]


def test_facts_of_people_are_told_before_those_of_a_job_and_few_of_these_at_once(
    tally: Database,
) -> None:
    told: Callable[..., Any] = lambda: [each.bulk for each in outbox.take(500)]  # noqa: E731
    for bulk, count in ((True, BULK_AT_ONCE + 50), (False, 3)):
        with acting(tally, bulk=bulk) as tx:
            for number in range(count):
                tx.publish(fact(number), subject=Thing(uuid7()))
    outbox = Outbox(tally.url, service="tally")
    try:
        assert told() == [False] * 3 + [True] * BULK_AT_ONCE
    finally:
        outbox.close()


def test_a_message_that_came_twice_among_many_has_one_effect(tally: Database, inbox: Inbox) -> None:
    once, twice = body(1), body(2)
    assert inbox.receive_bulk([once, twice, twice])
    assert inbox.receive_bulk([once, twice])
    effects = "SELECT number FROM effects ORDER BY number"
    assert rows(tally, effects) == [(1,), (2,)]


def test_one_that_fails_among_many_is_parked_alone(tally: Database, inbox: Inbox) -> None:
    assert inbox.receive_bulk([body(1), body(2, fails=1), body(3)])
    assert rows(tally, "SELECT number FROM effects ORDER BY number") == [(1,), (3,)]
    states = "SELECT state, bulk FROM inbox ORDER BY state, id"
    assert rows(tally, states) == [("DONE", True), ("DONE", True), ("WAITING", True)]


def test_nonsense_among_many_is_a_dead_letter_and_what_nobody_follows_is_forgotten(
    tally: Database, inbox: Inbox
) -> None:
    unknown = cloudevents.encode(Event(id="1", source="/s", type="drill.tally.v1.Other"))
    assert inbox.receive_bulk([b"no JSON", body(1), unknown])
    assert rows(tally, "SELECT number FROM effects") == [(1,)]
    assert rows(tally, "SELECT handler, reason FROM inbox WHERE state = 'DEAD'") == [
        ("bulk", "UNDECODABLE")
    ]


def test_what_follows_from_a_fact_of_a_job_belongs_to_it(tally: Database, inbox: Inbox) -> None:
    assert inbox.receive_bulk([body(1, again=1), body(2)])
    assert rows(tally, "SELECT bulk FROM outbox") == [(True,)]


class Together:
    """Rings once for all facts that come together, and cannot bear 13 among them."""

    @reacts_together(counted())
    def follow(self, told: Sequence[Any], tx: Transaction) -> None:
        numbers = [each.number for each in told]
        tx.execute(text("INSERT INTO rings VALUES (:key)"), {"key": str(numbers)})
        if 13 in numbers:
            raise RuntimeError("unlucky")


def test_a_reaction_may_take_many_facts_of_a_job_at_once(tally: Database) -> None:
    inbox = Inbox(tally, collect([Together()]), stopping=threading.Event())
    assert inbox.receive("Together.follow", body(1))
    assert inbox.receive_bulk([body(2), body(3)])
    assert rows(tally, RINGS) == [("[1]",), ("[2, 3]",)]


def test_one_among_many_that_fails_is_parked_and_the_others_are_followed(tally: Database) -> None:
    inbox = Inbox(tally, collect([Together()]), stopping=threading.Event())
    assert inbox.receive_bulk([body(12), body(13), body(14)])
    assert rows(tally, RINGS) == [("[12]",), ("[14]",)]
    assert rows(tally, "SELECT state, count(*) FROM inbox GROUP BY 1 ORDER BY 1") == [
        ("DONE", 2),
        ("WAITING", 1),
    ]


def test_timers_set_together_are_moved_like_others(tally: Database) -> None:
    with acting(tally, bulk=False) as tx:
        schedule_all(tx, "chore", keys=["b", "a", "b"], due=tx.now)
    with acting(tally, bulk=True) as tx:
        schedule_all(tx, "chore", keys=["a", "c"], due=tx.now)
    found = rows(tally, "SELECT key, bulk FROM timers ORDER BY key")
    assert found == [("a", False), ("b", False), ("c", True)]
