"""The inbox: one effect for each event, whatever fails; and where what cannot be handled rests."""

import threading
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from google.protobuf.json_format import MessageToDict
from sqlalchemy import text

from chassis import cloudevents, trouble
from chassis.clock import Clock
from chassis.cloudevents import Event
from chassis.context import system_call, use
from chassis.database import Database
from chassis.dead_letters import DeadLetter, DeadLetters
from chassis.errors import NotFound
from chassis.ids import uuid7
from chassis.inbox import Inbox
from chassis.reactions import DEEPEST, collect
from tests.drills.tally.composition import Tally
from tests.drills.tally.facts import fact
from tests.harness.parallel import at_once

COUNT = "Tally.count"


@pytest.fixture
def inbox(tally: Database) -> Inbox:
    return Inbox(tally, collect([Tally()]), stopping=threading.Event())


def event(number: int = 1, **values: Any) -> Event:
    told = MessageToDict(fact(number, **values), preserving_proto_field_name=True)
    kind = "drill.tally.v1.Counted"
    return Event(id=str(uuid7()), source="/services/tally", type=kind, depth=2, data=told)


def receive(inbox: Inbox, told: Event) -> None:
    assert inbox.receive(COUNT, cloudevents.encode(told)), "it may be acknowledged"


def numbers(database: Database) -> list[int]:
    with database.engine.connect() as connection:
        return list(connection.scalars(text("SELECT number FROM effects ORDER BY number")))


def inbox_rows(database: Database) -> list[Any]:
    with database.engine.connect() as connection:
        return list(connection.execute(text("SELECT state, tries, reason, body FROM inbox")))


def step(inbox: Inbox) -> bool:
    return inbox.step(lambda: None)


def dead(database: Database) -> list[DeadLetter]:
    with use(system_call("test")):
        return DeadLetters(database).list()


def exhaust(inbox: Inbox, clock: Clock) -> None:
    for seconds in trouble.DELAYS:
        clock.advance(timedelta(seconds=seconds))
        assert step(inbox)


def test_an_event_has_its_effect_as_the_system_one_deeper(tally: Database, inbox: Inbox) -> None:
    receive(inbox, event(7))
    with tally.engine.connect() as connection:
        assert connection.execute(text("SELECT number, depth FROM effects")).all() == [(7, 3)]
    assert inbox_rows(tally) == [("DONE", 0, "", b"")]


def test_an_event_that_comes_twice_has_one_effect(tally: Database, inbox: Inbox) -> None:
    told = event(7)
    receive(inbox, told)
    receive(inbox, told)
    assert numbers(tally) == [7]


def test_an_event_that_comes_twice_at_the_same_time_has_one_effect(
    tally: Database, inbox: Inbox
) -> None:
    told = event(7, slow_ms=1500)  # longer than a lock is waited for
    at_once(4, lambda: receive(inbox, told))
    assert numbers(tally) == [7]


def test_the_same_id_from_another_source_is_another_event(tally: Database, inbox: Inbox) -> None:
    told = event(7)
    receive(inbox, told)
    receive(inbox, replace(told, source="/services/elsewhere"))
    assert numbers(tally) == [7, 7]


def test_fields_of_a_newer_publisher_are_skipped(tally: Database, inbox: Inbox) -> None:
    told = event(7)
    receive(inbox, replace(told, data=told.data | {"added_later": {"x": 1}}))
    assert numbers(tally) == [7]


def test_what_fails_has_no_effect_until_a_later_try_succeeds(
    tally: Database, inbox: Inbox, clock: Clock
) -> None:
    receive(inbox, event(7, fails=2))
    assert numbers(tally) == []
    assert not step(inbox), "not at once"
    clock.advance(timedelta(seconds=trouble.DELAYS[0]))
    assert step(inbox)
    assert numbers(tally) == []
    clock.advance(timedelta(seconds=trouble.DELAYS[1]))
    assert step(inbox)
    assert numbers(tally) == [7]
    assert inbox_rows(tally) == [("DONE", 2, "", b"")]


def test_a_parked_event_that_is_delivered_again_is_not_tried_twice(
    tally: Database, inbox: Inbox
) -> None:
    told = event(7, fails=1)
    receive(inbox, told)
    receive(inbox, told)
    assert numbers(tally) == []


def test_after_the_last_try_it_rests_as_a_dead_letter_with_its_error(
    tally: Database, inbox: Inbox, clock: Clock
) -> None:
    receive(inbox, event(7, fails=99))
    exhaust(inbox, clock)
    clock.advance(timedelta(days=365))
    assert not step(inbox)
    (letter,) = dead(tally)
    assert (letter.kind, letter.handler, letter.reason) == ("event", COUNT, "FAILED")
    assert letter.tries == 1 + len(trouble.DELAYS)
    assert letter.error == "RuntimeError: not yet"
    assert '"number":7' in letter.content
    assert numbers(tally) == []


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"\x80\x04K\x01.", "UNDECODABLE"),
        (cloudevents.encode(replace(event(), type="drill.tally.v2.Counted")), "UNKNOWN_SCHEMA"),
        (cloudevents.encode(replace(event(), data={"number": "seven"})), "UNKNOWN_SCHEMA"),
        (cloudevents.encode(replace(event(), depth=DEEPEST + 1)), "LOOP"),
    ],
)
def test_what_no_try_can_mend_is_dead_at_once(
    tally: Database, inbox: Inbox, body: bytes, reason: str
) -> None:
    assert inbox.receive(COUNT, body)
    assert inbox.receive(COUNT, body), "also when it comes again"
    (letter,) = dead(tally)
    assert (letter.reason, letter.tries) == (reason, 0)
    assert not step(inbox)
    assert numbers(tally) == []


def test_what_brought_its_worker_down_is_kept(tally: Database, inbox: Inbox) -> None:
    assert inbox.receive_crashed(COUNT, cloudevents.encode(event(7)))
    (letter,) = dead(tally)
    assert (letter.reason, letter.handler) == ("CRASHED", COUNT)


def test_a_replayed_dead_letter_is_tried_from_the_beginning(tally: Database, inbox: Inbox) -> None:
    assert inbox.receive_crashed(COUNT, cloudevents.encode(event(7)))
    (letter,) = dead(tally)
    with use(system_call("test")):
        assert DeadLetters(tally).replay(letter.id) == 1
    assert step(inbox)
    assert numbers(tally) == [7]
    assert dead(tally) == []


def test_a_replayed_letter_that_is_still_unreadable_is_dead_again(
    tally: Database, inbox: Inbox
) -> None:
    inbox.receive(COUNT, b"nonsense")
    with use(system_call("test")):
        assert DeadLetters(tally).replay(None) == 1
    assert step(inbox)
    assert [letter.reason for letter in dead(tally)] == ["UNDECODABLE"]


def test_a_dropped_dead_letter_does_not_come_back(tally: Database, inbox: Inbox) -> None:
    told = replace(event(7), depth=DEEPEST + 1)
    receive(inbox, told)
    with use(system_call("test")):
        assert DeadLetters(tally).drop(None) == 1
    receive(inbox, told)
    assert dead(tally) == []
    assert [(row.state, row.body) for row in inbox_rows(tally)] == [("DROPPED", b"")]


def test_a_dead_letter_that_is_not_there_is_not_found(tally: Database) -> None:
    with use(system_call("test")), pytest.raises(NotFound):
        DeadLetters(tally).replay(uuid7())


def test_facts_told_in_a_reaction_name_their_cause_and_are_deeper(
    tally: Database, inbox: Inbox
) -> None:
    told = event(7, again=1)
    receive(inbox, told)
    with tally.engine.connect() as connection:
        rows = connection.execute(text("SELECT cause, depth, actor FROM outbox")).all()
    assert rows == [(told.id, 3, "system")]
