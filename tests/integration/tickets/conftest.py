"""The tickets service in this process, on a database of the test's own."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from crm.tickets.v1 import (
    attachments_pb2_grpc,
    inbound_mail_pb2_grpc,
    macros_pb2_grpc,
    merging_pb2_grpc,
    messages_pb2_grpc,
    portal_pb2_grpc,
    reports_pb2_grpc,
    surveys_pb2_grpc,
    tickets_pb2_grpc,
)

from chassis.clock import Clock
from chassis.database import Database
from chassis.due_timers import DueTimers
from chassis.reactions import collect_timers
from services.tickets.composition import SERVICE
from tests.harness.databases import Templates, opened
from tests.harness.people import AsPerson, Keys, Person
from tests.harness.services import Running, parts_of, serving

#: A Monday at nine: the working week begins.
MONDAY = datetime(2030, 1, 7, 9, tzinfo=UTC)


@pytest.fixture
def clock() -> Clock:
    """A clock that stands at the beginning of a working week, give or take a test's seconds."""
    moved = Clock()
    moved.advance(MONDAY - moved.now())
    return moved


@pytest.fixture
def tickets_database(templates: Templates, clock: Clock) -> Iterator[Database]:
    with opened(templates, "services.tickets", clock) as database:
        yield database


@pytest.fixture
def tickets_server(tickets_database: Database, keys: Keys) -> Iterator[Running]:
    with serving("services.tickets", tickets_database, keys) as running:
        yield running


@pytest.fixture
def tickets(tickets_server: Running) -> tickets_pb2_grpc.TicketServiceStub:
    return tickets_server.stub(tickets_pb2_grpc.TicketServiceStub)


@pytest.fixture
def messages(tickets_server: Running) -> messages_pb2_grpc.MessageServiceStub:
    return tickets_server.stub(messages_pb2_grpc.MessageServiceStub)


@pytest.fixture
def inbound(tickets_server: Running) -> inbound_mail_pb2_grpc.InboundMailServiceStub:
    return tickets_server.stub(inbound_mail_pb2_grpc.InboundMailServiceStub)


@pytest.fixture
def attachments(tickets_server: Running) -> attachments_pb2_grpc.AttachmentServiceStub:
    return tickets_server.stub(attachments_pb2_grpc.AttachmentServiceStub)


@pytest.fixture
def surveys(tickets_server: Running) -> surveys_pb2_grpc.SurveyServiceStub:
    return tickets_server.stub(surveys_pb2_grpc.SurveyServiceStub)


@pytest.fixture
def macros(tickets_server: Running) -> macros_pb2_grpc.MacroServiceStub:
    return tickets_server.stub(macros_pb2_grpc.MacroServiceStub)


@pytest.fixture
def merging(tickets_server: Running) -> merging_pb2_grpc.MergingServiceStub:
    return tickets_server.stub(merging_pb2_grpc.MergingServiceStub)


@pytest.fixture
def portal(tickets_server: Running) -> portal_pb2_grpc.PortalServiceStub:
    return tickets_server.stub(portal_pb2_grpc.PortalServiceStub)


@pytest.fixture
def reports(tickets_server: Running) -> reports_pb2_grpc.ReportServiceStub:
    return tickets_server.stub(reports_pb2_grpc.ReportServiceStub)


@pytest.fixture
def agent(as_person: AsPerson) -> Person:
    return as_person(
        dict.fromkeys(("tickets.*", "macros.*", "nps_surveys.*", "nps_policy.*"), "all")
    )


@pytest.fixture
def postman(as_person: AsPerson) -> Person:
    """The program that fetches mail: it may do nothing else."""
    return as_person({"inbound_mail.receive": "own"}, kind="key")


class Clockwork:
    """The worker's timers, run by hand on the moved clock."""

    def __init__(self, database: Database, keys: Keys, clock: Clock) -> None:
        handlers = collect_timers(SERVICE.reactions(parts_of(database, keys)))
        self._timers = DueTimers(database, handlers)
        self._clock = clock

    def after(self, step: timedelta) -> None:
        """Moves the clock and does what fell due."""
        self._clock.advance(step)
        while self._timers.step(lambda: None):
            continue


@pytest.fixture
def clockwork(tickets_database: Database, keys: Keys, clock: Clock) -> Clockwork:
    return Clockwork(tickets_database, keys, clock)
