"""Sequences: in by hand or segment, on by time, out by what happens; each step once."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from crm.deals.v1 import events_pb2 as deals
from crm.leads.v1 import contacts_pb2
from crm.leads.v1 import events_pb2 as leads
from crm.notify.v1 import events_pb2 as events
from crm.notify.v1 import sequences_pb2 as pb
from crm.notify.v1 import sequences_pb2_grpc, templates_pb2, templates_pb2_grpc
from crm.tickets.v1 import events_pb2 as tickets
from google.protobuf.message import Message

from chassis.clock import Clock
from chassis.database import Database
from tests.harness.handling import beside_a_worker
from tests.harness.people import AsPerson, Keys, Person
from tests.harness.refusals import refused
from tests.harness.services import Running
from tests.integration.notify.conftest import MakeContact, Worker
from tests.integration.notify.sink import Sink

HOUR = timedelta(hours=1)
SEGMENT = "01937b5e-7c00-7000-8000-000000000099"
WAIT = {"kind": "WAIT", "wait_minutes": 60}


def send(key: str) -> dict[str, Any]:
    return {"kind": "SEND", "template_key": key}


def check(filter_: str, otherwise: str = "END") -> dict[str, Any]:
    return {"kind": "CHECK", "filter": filter_, "otherwise": otherwise}


class Desk:
    """A marketer who writes sequences."""

    def __init__(self, server: Running, who: Person) -> None:
        self.stub = server.stub(sequences_pb2_grpc.SequenceServiceStub)
        self.words = server.stub(templates_pb2_grpc.TemplateServiceStub)
        self.metadata = who.metadata()
        for key in ("first", "second"):
            self.template(key)

    def template(self, key: str, **fields: object) -> None:
        words = {"key": key, "purpose": "SERVICE", "subject": key, "body_text": key, **fields}
        request = templates_pb2.CreateTemplateRequest(template=words)
        self.words.CreateTemplate(request, metadata=self.metadata)

    def sequence(self, *steps: dict[str, Any], **fields: object) -> pb.Sequence:
        """One that takes people."""
        made = self.create(*steps, **fields)
        return self.stub.StartSequence(pb.StartSequenceRequest(id=made.id), metadata=self.metadata)

    def create(self, *steps: dict[str, Any], **fields: object) -> pb.Sequence:
        given = {"name": "Guide", "steps": steps, **fields}
        request = pb.CreateSequenceRequest(sequence=given)
        return self.stub.CreateSequence(request, metadata=self.metadata)

    def enrol(self, sequence: pb.Sequence, contact: contacts_pb2.Contact) -> pb.Enrolment:
        request = pb.CreateEnrolmentRequest(
            enrolment={"sequence_id": sequence.id, "contact_id": contact.id}
        )
        return self.stub.CreateEnrolment(request, metadata=self.metadata)

    def fate(self, enrolment: pb.Enrolment) -> tuple[str, str]:
        """State and reason."""
        request = pb.GetEnrolmentRequest(id=enrolment.id)
        found = self.stub.GetEnrolment(request, metadata=self.metadata)
        return pb.Enrolment.State.Name(found.state), found.reason

    def enrolled(self, sequence: pb.Sequence) -> int:
        request = pb.ListEnrolmentsRequest(filter=f'sequence_id = "{sequence.id}"')
        return len(self.stub.ListEnrolments(request, metadata=self.metadata).enrolments)


@pytest.fixture
def desk(server: Running, marketer: Person) -> Desk:
    return Desk(server, marketer)


def subjects(sink: Sink) -> list[str]:
    return [letter["Subject"] for letter in sink.letters]


def test_steps_follow_each_other_when_their_time_has_come(
    desk: Desk, contact: MakeContact, worker: Worker, sink: Sink
) -> None:
    enrolment = desk.enrol(desk.sequence(send("first"), WAIT, send("second")), contact())
    worker.work()
    assert subjects(sink) == ["first"]
    worker.work(HOUR - timedelta(minutes=5))
    assert subjects(sink) == ["first"]
    assert desk.fate(enrolment) == ("RUNNING", "")
    worker.work(timedelta(minutes=5))
    worker.work(10 * HOUR)
    assert subjects(sink) == ["first", "second"]
    assert desk.fate(enrolment) == ("FINISHED", "")


def test_two_workers_send_each_step_once(
    desk: Desk, contact: MakeContact, database: Database, keys: Keys, clock: Clock, sink: Sink
) -> None:
    sequence = desk.sequence(send("first"), WAIT, send("second"))
    for _ in range(3):
        desk.enrol(sequence, contact())
    workers = [Worker(database, keys, clock, sink.url) for _ in range(2)]
    for _ in range(3):
        clock.advance(HOUR)
        while sum(each.step() for each in workers):
            continue
    assert sorted(subjects(sink)) == ["first"] * 3 + ["second"] * 3


@pytest.mark.parametrize(
    ("step", "country", "outcome"),
    [
        (check("country = DE"), "DE", (["first", "second"], ("FINISHED", ""))),
        (check("country = DE"), "FR", ([], ("LEFT", "CHECK_FAILED"))),
        (check("country = DE", "SKIP"), "FR", (["second"], ("FINISHED", ""))),
        (check("tags:vip -country = FR"), "DE", (["first", "second"], ("FINISHED", ""))),
        (check("lifecycle_stage = LEAD"), "DE", (["first", "second"], ("FINISHED", ""))),
    ],
)
def test_a_check_decides_who_goes_on(
    desk: Desk, contact: MakeContact, worker: Worker, sink: Sink, step: dict[str, Any],
    country: str, outcome: tuple[list[str], tuple[str, str]],
) -> None:  # fmt: skip
    person = contact(country=country, tags=["vip"], lifecycle_stage="LEAD")
    enrolment = desk.enrol(desk.sequence(step, send("first"), send("second")), person)
    worker.work()
    assert (subjects(sink), desk.fate(enrolment)) == outcome


EXITS: dict[str, Any] = {
    "DEAL_WON": lambda who: deals.DealWon(deal={"id": str(uuid4()), "contact_id": who.id}),
    "CONVERTED": lambda who: leads.ContactConverted(contact=who),
    "REPLIED": lambda who: tickets.MessageReceived(ticket={"contact_id": who.id}),
    "UNSUBSCRIBED": lambda who: events.ContactUnsubscribed(contact_id=who.id, email=who.email),
}


@pytest.mark.parametrize("exit_", EXITS)
def test_what_a_sequence_ends_with_takes_the_contact_out_and_nobody_else(
    desk: Desk, contact: MakeContact, worker: Worker, exit_: str
) -> None:
    sequence, deaf = desk.sequence(WAIT, send("first"), exits=[exit_]), desk.sequence(WAIT)
    person, other = contact(), contact()
    leaving = desk.enrol(sequence, person)
    staying = [desk.enrol(sequence, other), desk.enrol(deaf, person)]
    worker.work()
    fact: Message = EXITS[exit_](person)
    worker.hear(fact)
    assert desk.fate(leaving) == ("LEFT", exit_)
    assert [desk.fate(each) for each in staying] == [("RUNNING", ""), ("RUNNING", "")]
    worker.work(2 * HOUR)
    assert desk.fate(leaving) == ("LEFT", exit_)


def test_who_takes_the_consent_back_or_is_deleted_leaves(
    desk: Desk, contact: MakeContact, worker: Worker
) -> None:
    sequence = desk.sequence(WAIT, exits=["UNSUBSCRIBED"])
    silent, gone = contact(), contact()
    first, second = desk.enrol(sequence, silent), desk.enrol(sequence, gone)
    withdrawn = {"state": "WITHDRAWN", "create_time": {"seconds": 1}}
    worker.hear(leads.ConsentRecorded(contact=silent, consent=withdrawn))
    worker.hear(leads.ContactDeleted(contact=gone))
    assert desk.fate(first) == ("LEFT", "UNSUBSCRIBED")
    assert desk.fate(second) == ("LEFT", "CONTACT_DELETED")


def test_who_enters_a_segment_goes_through_its_sequence_once(
    desk: Desk, contact: MakeContact, worker: Worker, sink: Sink
) -> None:
    sequence = desk.sequence(send("first"), segment_id=SEGMENT)
    desk.create(send("second"), segment_id=SEGMENT)
    person = contact()
    for _ in range(2):
        worker.hear(leads.SegmentEntered(segment_id=SEGMENT, contact=person))
        worker.work()
    assert desk.enrolled(sequence) == 1
    assert subjects(sink) == ["first"], "what is not started takes nobody"


def test_who_is_in_it_finishes_on_the_steps_they_began_with(
    desk: Desk, contact: MakeContact, worker: Worker, sink: Sink
) -> None:
    sequence = desk.sequence(WAIT, send("first"))
    desk.enrol(sequence, contact())
    worker.work()
    request = pb.UpdateSequenceRequest(
        sequence={"id": sequence.id, "steps": [send("second")]}, update_mask={"paths": ["steps"]}
    )
    assert desk.stub.UpdateSequence(request, metadata=desk.metadata).revision == 2
    desk.enrol(sequence, contact())
    worker.work(HOUR)
    assert sorted(subjects(sink)) == ["first", "second"]


def test_a_contact_is_in_a_sequence_once_at_a_time_and_can_be_taken_out(
    desk: Desk, contact: MakeContact, worker: Worker, sink: Sink
) -> None:
    sequence, person = desk.sequence(WAIT, send("first")), contact()
    enrolment = desk.enrol(sequence, person)
    with refused("ALREADY_EXISTS", "ENROLMENT_EXISTS"):
        desk.enrol(sequence, person)
    stop = pb.StopEnrolmentRequest(id=enrolment.id)
    desk.stub.StopEnrolment(stop, metadata=desk.metadata)
    with refused("FAILED_PRECONDITION", "ENROLMENT_OVER"):
        desk.stub.StopEnrolment(stop, metadata=desk.metadata)
    worker.work(2 * HOUR)
    assert (desk.fate(enrolment)[0], subjects(sink)) == ("STOPPED", [])
    desk.enrol(sequence, person)


def test_deleting_a_sequence_takes_everybody_out_and_pausing_it_nobody(
    desk: Desk, contact: MakeContact, worker: Worker
) -> None:
    sequence = desk.sequence(WAIT)
    enrolment = desk.enrol(sequence, contact())
    desk.stub.PauseSequence(pb.PauseSequenceRequest(id=sequence.id), metadata=desk.metadata)
    with refused("FAILED_PRECONDITION", "SEQUENCE_NOT_ACTIVE"):
        desk.enrol(sequence, contact())
    assert desk.fate(enrolment) == ("RUNNING", "")
    desk.stub.DeleteSequence(pb.DeleteSequenceRequest(id=sequence.id), metadata=desk.metadata)
    assert desk.fate(enrolment) == ("LEFT", "SEQUENCE_DELETED")


@pytest.mark.parametrize(
    ("steps", "reason"),
    [
        ([], ""),
        ([{"kind": "SEND"}], ""),
        ([send("nowhere")], ""),
        ([send("form_confirmation")], ""),
        ([{"kind": "WAIT"}], ""),
        ([{"kind": "CHECK"}], ""),
        ([check("shoe_size = 43")], "INVALID_FILTER"),
    ],
)
def test_a_sequence_that_could_not_run_is_refused(
    desk: Desk, steps: list[dict[str, Any]], reason: str
) -> None:
    with refused("INVALID_ARGUMENT", *([reason] if reason else [])):
        desk.create(*steps)


def test_nobody_enrols_a_contact_out_of_reach(
    desk: Desk, contact: MakeContact, as_person: AsPerson
) -> None:
    sequence, person = desk.sequence(WAIT), contact(owner_id=str(uuid4()))
    rep = as_person({"enrolments.*": "own"})
    request = pb.CreateEnrolmentRequest(
        enrolment={"sequence_id": sequence.id, "contact_id": person.id}
    )
    with refused("NOT_FOUND", "CONTACT_NOT_FOUND"):
        desk.stub.CreateEnrolment(request, metadata=rep.metadata())


def test_taking_somebody_out_while_a_worker_has_their_timer_waits_for_it_and_nobody_is_stuck(
    desk: Desk, contact: MakeContact, database: Database
) -> None:
    enrolment = desk.enrol(desk.sequence(WAIT), contact())
    request = pb.StopEnrolmentRequest(id=enrolment.id)
    stopped = beside_a_worker(
        database,
        "enrolments",
        enrolment.id,
        lambda: desk.stub.StopEnrolment.future(request, metadata=desk.metadata),
    )
    assert stopped.state == pb.Enrolment.STOPPED
