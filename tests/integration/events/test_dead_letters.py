"""Dead letters over gRPC, the same for every service."""

from uuid import UUID

import pytest
from crm.api.v1 import dead_letters_pb2 as pb
from crm.api.v1 import dead_letters_pb2_grpc

from chassis.context import system_call, use
from chassis.database import Database
from chassis.tables import InboxEvent, InboxState, ScheduledTimer
from tests.harness.people import AsPerson, Person
from tests.harness.refusals import refused
from tests.harness.services import Running

Letters = dead_letters_pb2_grpc.DeadLetterServiceStub


@pytest.fixture
def letters(leads_server: Running) -> Letters:
    return leads_server.stub(Letters)


@pytest.fixture
def event(leads_database: Database) -> UUID:
    """An event that was given up."""
    with use(system_call("test")), leads_database.transaction() as tx:
        row = InboxEvent(
            handler="Timeline.follow",
            source="/services/deals",
            event_id="1",
            type="crm.deals.v1.DealWon",
            state=InboxState.DEAD,
            receive_time=tx.now,
            tries=6,
            reason="FAILED",
            error="ValueError: no such stage",
            body=b'{"id": "1"}',
        )
        tx.session.add(row)
        return row.id


@pytest.fixture
def timer(leads_database: Database) -> UUID:
    """A timer that was given up."""
    with use(system_call("test")), leads_database.transaction() as tx:
        row = ScheduledTimer(
            name="import.step", key="7", due_time=tx.now, payload={}, headers={}, dead_time=tx.now
        )
        tx.session.add(row)
        return row.id


def listed(letters: Letters, person: Person) -> list[pb.DeadLetter]:
    request = pb.ListDeadLettersRequest()
    return list(letters.ListDeadLetters(request, metadata=person.metadata()).dead_letters)


def test_what_was_given_up_is_listed_with_its_reason(
    letters: Letters, event: UUID, timer: UUID, admin: Person
) -> None:
    first, second = listed(letters, admin)
    assert (first.id, first.service, first.kind) == (str(event), "leads", pb.DeadLetter.EVENT)
    assert (first.reason, first.error, first.tries) == ("FAILED", "ValueError: no such stage", 6)
    assert (first.handler, first.content) == ("Timeline.follow", '{"id": "1"}')
    assert (second.id, second.kind, second.subject) == (str(timer), pb.DeadLetter.TIMER, "7")


def test_one_is_tried_again_and_another_dropped_for_good(
    letters: Letters, leads_database: Database, event: UUID, timer: UUID, admin: Person
) -> None:
    replay = pb.ReplayDeadLetterRequest(service="leads", id=str(event))
    letters.ReplayDeadLetter(replay, metadata=admin.metadata())
    drop = pb.DropDeadLetterRequest(service="leads", id=str(timer))
    letters.DropDeadLetter(drop, metadata=admin.metadata())
    assert listed(letters, admin) == []
    with leads_database.reading() as tx:
        waiting = tx.session.get(InboxEvent, event)
        assert waiting is not None
        assert (waiting.state, waiting.tries) == (InboxState.WAITING, 0)
        assert tx.session.get(ScheduledTimer, timer) is None
    with refused("NOT_FOUND", "DEAD_LETTER_NOT_FOUND"):
        letters.DropDeadLetter(drop, metadata=admin.metadata())


def test_only_who_runs_the_system_touches_them(
    letters: Letters, event: UUID, as_person: AsPerson
) -> None:
    reader = as_person({"dead_letters.read": "all"})
    assert len(listed(letters, reader)) == 1
    with refused("PERMISSION_DENIED", "PERMISSION_REQUIRED"):
        request = pb.DropDeadLetterRequest(service="leads", id=str(event))
        letters.DropDeadLetter(request, metadata=reader.metadata())
    with refused("PERMISSION_DENIED", "PERMISSION_REQUIRED"):
        listed(letters, as_person({"contacts.*": "all"}))
