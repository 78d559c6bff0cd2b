"""What waits in a database, as a Prometheus is told."""

from datetime import timedelta

from crm.leads.v1 import events_pb2 as events
from prometheus_client.registry import CollectorRegistry
from sqlalchemy import text

from chassis import heartbeat
from chassis.backlog import COUNTED, Backlog
from chassis.clock import Clock
from chassis.context import system_call, use
from chassis.database import Database
from chassis.ids import uuid7
from tests.drills.tally.composition import Thing

DEAD_EVENTS = text(
    "INSERT INTO inbox (id, handler, source, event_id, type, state, bulk, receive_time, tries, "
    "reason, error, body) SELECT gen_random_uuid(), 'h', 's', n::text, 't', 'DEAD', false, now(), "
    "6, 'FAILED', '', '' FROM generate_series(1, :count) AS n"
)


def told(database: Database, name: str, **labels: str) -> float | None:
    registry = CollectorRegistry()
    registry.register(Backlog(database))
    return registry.get_sample_value(name, labels)


def test_an_empty_database_waits_for_nothing(leads_database: Database) -> None:
    for name in ("outbox_oldest", "timers_overdue", "retries_overdue"):
        for lane in ("usual", "bulk"):
            assert told(leads_database, f"trellis_{name}_seconds", lane=lane) == 0
    assert told(leads_database, "trellis_dead_letters", kind="event") == 0
    assert told(leads_database, "trellis_role_ticking", role="worker") == 0
    assert told(leads_database, "trellis_database_up") == 1


def test_each_lane_is_as_old_as_the_first_that_waits_in_it(
    leads_database: Database, clock: Clock
) -> None:
    for bulk in (False, True):
        with use(system_call("test", bulk=bulk)), leads_database.transaction() as tx:
            tx.publish(events.ContactDeleted(), subject=Thing(uuid7()))
            tx.schedule("a.timer", key=str(bulk), due=tx.now + timedelta(minutes=1))
        clock.advance(timedelta(hours=1))
    for lane, hours in (("usual", 2), ("bulk", 1)):
        age = told(leads_database, "trellis_outbox_oldest_seconds", lane=lane) or 0
        assert hours * 3600 <= age < hours * 3600 + 60
        overdue = told(leads_database, "trellis_timers_overdue_seconds", lane=lane) or 0
        assert hours * 3600 - 60 <= overdue < hours * 3600


def test_a_timer_of_tomorrow_is_not_overdue(leads_database: Database) -> None:
    with use(system_call("test")), leads_database.transaction() as tx:
        tx.schedule("a.timer", key="", due=tx.now + timedelta(days=1))
    assert told(leads_database, "trellis_timers_overdue_seconds", lane="usual") == 0


def test_dead_letters_are_counted_to_an_end_and_who_ticks_is_told(leads_database: Database) -> None:
    with use(system_call("test")), leads_database.transaction() as tx:
        tx.execute(DEAD_EVENTS, {"count": COUNTED + 5})
    heartbeat.Heartbeat(leads_database, "worker").beat()
    assert told(leads_database, "trellis_dead_letters", kind="event") == COUNTED
    assert told(leads_database, "trellis_dead_letters", kind="timer") == 0
    assert told(leads_database, "trellis_role_ticking", role="worker") == 1
    assert told(leads_database, "trellis_role_ticking", role="relay") == 0


def test_a_database_that_is_away_is_told_and_breaks_nothing() -> None:
    away = Database("postgresql://nobody@127.0.0.1:1/none", service="leads", clock=Clock())
    assert told(away, "trellis_database_up") == 0
    assert told(away, "trellis_dead_letters", kind="event") is None
