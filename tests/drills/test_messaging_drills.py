"""Faults while facts travel: none is lost, none has its effect twice, and the guards matter.

In the run of every day a drill tells 300 facts and meets 3 faults; DRILL=full tells 10,000. Each
guard has its teeth shown: with it taken away the same drill must find what it looks for.
"""

import time
from datetime import timedelta

import psycopg
import pytest
from psycopg.rows import TupleRow

from chassis import trouble, worker_queues
from chassis.reactions import DEEPEST
from chassis.shared_clock import SharedClock
from deploy.local.servers import PostgreSQL, RabbitMQ, Redis
from deploy.local.servers.server import offspring
from tests.drills.frozen import stopped, unread
from tests.drills.stage import CLEAN, FACTS, FAULTS, FULL, SETTLED, Report, Role, Stage
from tests.harness.waiting import eventually

#: Bytes that twenty facts have at least; less than that are heartbeats.
SENT = 2000
#: What a relay says once it gave a broker up, after 25 s of silence.
LEFT = "relay lost a connection"

pytestmark = pytest.mark.timeout(900)


def crash(role: Role, *, back_after: float = 0.5) -> None:
    """kill -9; its supervisor starts it again."""
    role.kill()
    time.sleep(back_after)
    role.launch()


def in_the_middle(stage: Stage) -> list[int]:
    """After how many facts the faults come."""
    return [FACTS * (n + 1) // (FAULTS + 2) for n in range(FAULTS)]


def test_killing_the_worker_loses_and_doubles_nothing(stage: Stage) -> None:
    stage.role("relay")
    workers = [stage.role("worker"), stage.role("worker")]
    with stage.telling(slow_ms=20):
        for turn, heard in enumerate(in_the_middle(stage)):
            stage.await_heard(heard)
            crash(workers[turn % 2])
    assert stage.settle() == CLEAN, stage.logs()


def test_killing_the_relay_loses_and_doubles_nothing(stage: Stage) -> None:
    relay = stage.role("relay")
    stage.role("worker")
    with stage.telling():
        for heard in in_the_middle(stage):
            stage.await_heard(heard)
            crash(relay)
    assert stage.settle() == CLEAN, stage.logs()


def test_killing_the_broker_loses_and_doubles_nothing(stage: Stage, broker: RabbitMQ) -> None:
    stage.role("relay")
    stage.role("worker")
    with stage.telling():
        for heard in in_the_middle(stage)[:2]:
            stage.await_heard(heard)
            broker.kill()
            broker.start()
    assert stage.settle() == CLEAN, stage.logs()


def test_facts_that_fail_twice_survive_two_deaths_of_the_broker(
    stage: Stage, broker: RabbitMQ
) -> None:
    stage.role("relay")
    stage.role("worker")
    with stage.telling(fails=2):
        for parked in (FACTS // 5, FACTS // 2):
            eventually(lambda parked=parked: stage.reached() >= parked, within=SETTLED)
            broker.kill()
            broker.start()
    assert stage.settle() == CLEAN, stage.logs()
    assert stage.ask("SELECT DISTINCT tries FROM inbox") == [(2,)]


def test_killing_the_database_loses_and_doubles_nothing(stage: Stage, postgres: PostgreSQL) -> None:
    stage.role("relay")
    stage.role("worker")
    with stage.telling(slow_ms=5):
        for heard in in_the_middle(stage)[:2]:
            stage.await_heard(heard)
            postgres.kill()
            postgres.start()
    assert stage.settle() == CLEAN, stage.logs()
    assert stage.one("SELECT max(tries) FROM inbox") == 0, "nobody blamed the events"


def test_killing_everything_at_once_loses_and_doubles_nothing(
    stage: Stage, broker: RabbitMQ, postgres: PostgreSQL
) -> None:
    relay, worker = stage.role("relay"), stage.role("worker")
    with stage.telling():
        stage.await_heard(FACTS // 3)
        for victim in (worker, relay, broker, postgres):
            victim.kill()
        postgres.start()
        relay.launch()
        worker.launch()
        broker.start()
    assert stage.settle() == CLEAN, stage.logs()


def test_restarting_relay_and_worker_one_by_one_is_not_noticed(stage: Stage) -> None:
    roles = [stage.role("relay"), stage.role("worker")]
    with stage.telling(slow_ms=20):
        for heard in in_the_middle(stage)[:2]:
            stage.await_heard(heard)
            for role in roles:
                eventually(lambda role=role: stage.ticks(role), within=SETTLED)
                role.ask_to_stop()
                assert role.process is not None
                assert role.process.wait(30) == 0, "it ends by itself, in order"
                assert not stage.ticks(role), "and says goodbye"
                role.launch()
    assert stage.settle() == CLEAN, stage.logs()


def test_without_the_broker_facts_wait_and_timers_go_on(stage: Stage, broker: RabbitMQ) -> None:
    broker.stop()
    stage.role("relay")
    stage.role("worker")
    stage.tell(range(50))
    stage.ask(
        "INSERT INTO timers (id, name, key, due_time, payload, headers, cause, depth, tries, error)"
        " VALUES (gen_random_uuid(), 'tally.bell', 'a', now(), '{}', '{}', '', 0, 0, '')"
    )
    eventually(lambda: stage.ask("SELECT key FROM rings") == [("a",)], within=SETTLED)
    assert stage.report().unpublished == 50
    broker.start()
    assert stage.settle() == CLEAN, stage.logs()


def test_a_frozen_broker_is_left_and_found_again(stage: Stage, broker: RabbitMQ) -> None:
    relay = stage.role("relay")
    stage.role("worker")
    stage.tell(range(20))
    stage.await_heard(20)
    broker.pause()
    stage.tell(range(20, 40))
    eventually(lambda: unread(broker.port) > SENT, within=SETTLED, what="facts before the broker")
    if FULL:
        eventually(lambda: LEFT in relay.log.read_text(), within=SETTLED, what="the relay leaves")
    broker.resume()
    assert stage.settle() == CLEAN, stage.logs()


def test_bad_messages_rest_with_their_reason_and_hold_nothing_up(
    stage: Stage, own_redis: Redis
) -> None:
    clock = SharedClock(own_redis.url())
    stage.role("relay")
    stage.role("worker")
    with stage.telling():
        for number in range(10):
            stage.smuggle(f"\x80 no JSON {number}".encode("latin-1"))
            stage.smuggle(b'{"specversion":"9.0","n":%d}' % number)
        stage.tell(range(90_000, 90_010), fails=99)
    for tries, seconds in enumerate(trouble.DELAYS, start=1):
        failed = f"SELECT count(*) FROM inbox WHERE tries >= {tries}"
        eventually(lambda failed=failed: stage.one(failed) == 10, within=60, what=failed)
        clock.advance(timedelta(seconds=seconds))
    eventually(lambda: dead(stage) == THIRTY, within=60, what="30 dead letters")
    report = stage.settle(within=0)
    assert (report.lost, report.double, report.phantom) == ([*range(90_000, 90_010)], [], [])


THIRTY = [
    ("FAILED", 10, 1 + len(trouble.DELAYS)),
    ("UNDECODABLE", 10, 0),
    ("UNKNOWN_SCHEMA", 10, 0),
]


def dead(stage: Stage) -> list[TupleRow]:
    return stage.ask(
        "SELECT reason, count(*), max(tries) FROM inbox WHERE state = 'DEAD' GROUP BY 1 ORDER BY 1"
    )


def test_facts_that_lead_to_each_other_end(stage: Stage) -> None:
    stage.role("relay")
    stage.role("worker")
    stage.tell([1], again=1000)
    eventually(lambda: dead(stage) == [("LOOP", 1, 0)], within=60)
    assert stage.heard() == DEEPEST + 1


def test_what_is_delivered_too_often_without_an_end_rests_as_crashed(stage: Stage) -> None:
    relay = stage.role("relay")
    stage.tell([1])
    eventually(lambda: stage.report().unpublished == 0, within=SETTLED)
    relay.stop()
    stage.return_to_queue(worker_queues.DELIVERIES + 1)
    stage.role("worker")
    eventually(lambda: dead(stage) == [("CRASHED", 1, 0)], within=SETTLED)
    assert stage.ask("SELECT handler, event_id <> '' FROM inbox") == [("Tally.count", True)]


MARKING = "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'tally-relay-outbox'"


def facts_told_twice(stage: Stage, *, guard: str = "") -> Report:
    """The relay dies after the broker has the facts and before the rows say so."""
    stage.role("worker", guard=guard)
    stage.tell(range(40))
    with psycopg.connect(stage.url) as lock:
        lock.execute("SELECT FROM outbox FOR UPDATE")
        relay = stage.role("relay")
        stage.await_heard(40)
        relay.kill()
        eventually(lambda: stage.one(MARKING) == 0, what="its database gave up marking")
    relay.launch()
    eventually(lambda: stage.report().unpublished == 0, within=SETTLED)
    stage.tell([40])
    stage.await_heard(81 if guard else 41)
    return stage.settle(within=1 if guard else SETTLED)


def test_facts_told_twice_are_followed_once(stage: Stage) -> None:
    assert facts_told_twice(stage) == CLEAN, stage.logs()


def test_the_drill_has_teeth_without_the_inbox(stage: Stage) -> None:
    assert facts_told_twice(stage, guard="inbox").double == list(range(40))


HEARD_50 = "SELECT count(*) FROM effects WHERE number = 50"


def a_broker_that_dies_holding_facts(stage: Stage, broker: RabbitMQ, *, guard: str = "") -> Report:
    """The broker freezes, facts are sent to it, and it dies without having read them."""
    stage.role("relay", guard=guard)
    stage.role("worker")
    stage.tell(range(10))
    stage.await_heard(10)
    broker.pause()
    stage.tell(range(10, 50))
    eventually(lambda: unread(broker.port) > SENT, within=SETTLED, what="facts before the broker")
    if guard:
        eventually(lambda: stage.report().unpublished == 0, within=SETTLED)
    left = offspring(broker.pid)
    broker.kill()
    eventually(lambda: not any(map(stopped, left)), within=SETTLED, what="nothing stays frozen")
    broker.start()
    stage.tell([50])
    eventually(lambda: stage.one(HEARD_50) == 1, within=SETTLED, what="the next fact is heard")
    return stage.settle(within=1 if guard else SETTLED)


def test_facts_sent_to_a_dying_broker_are_sent_again(stage: Stage, broker: RabbitMQ) -> None:
    assert a_broker_that_dies_holding_facts(stage, broker) == CLEAN, stage.logs()


def test_the_drill_has_teeth_without_confirms(stage: Stage, broker: RabbitMQ) -> None:
    report = a_broker_that_dies_holding_facts(stage, broker, guard="confirms")
    assert report.lost == list(range(10, 50))


def test_the_drill_has_teeth_without_parking(stage: Stage) -> None:
    stage.role("relay")
    stage.role("worker", guard="parking")
    stage.tell(range(20), fails=1)
    eventually(lambda: stage.report().unpublished == 0, within=SETTLED)
    stage.tell([20])
    stage.await_heard(1)
    assert stage.settle(within=5).lost == list(range(20))
