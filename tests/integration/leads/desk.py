"""The leads service as its callers see it: `desk(ada).contacts.CreateContact(...)`."""

from collections.abc import Callable
from typing import Any

from crm.leads.v1 import (
    assignment_pb2_grpc,
    campaigns_pb2_grpc,
    cleanup_pb2_grpc,
    companies_pb2_grpc,
    contacts_pb2_grpc,
    conversion_pb2_grpc,
    fields_pb2_grpc,
    follow_up_pb2_grpc,
    journey_pb2_grpc,
    lifecycle_pb2_grpc,
    merging_pb2_grpc,
    occasions_pb2_grpc,
    scoring_pb2_grpc,
    segments_pb2_grpc,
    timeline_pb2_grpc,
    tracking_pb2_grpc,
)
from sqlalchemy import select

from chassis.tables import OutboxEvent
from tests.harness.people import Person
from tests.harness.services import Running


class Calls:
    """A stub whose calls are made by one person."""

    def __init__(self, stub: Any, person: Person) -> None:
        self._stub = stub
        self._person = person

    def __getattr__(self, name: str) -> Callable[..., Any]:
        method = getattr(self._stub, name)
        return lambda request, **more: method(request, metadata=self._person.metadata(**more))


class Desk:
    """Everything one person can ask of leads."""

    def __init__(self, running: Running, person: Person) -> None:
        self.running = running
        self.contacts = Calls(running.stub(contacts_pb2_grpc.ContactServiceStub), person)
        self.companies = Calls(running.stub(companies_pb2_grpc.CompanyServiceStub), person)
        self.timeline = Calls(running.stub(timeline_pb2_grpc.TimelineServiceStub), person)
        self.assignment = Calls(running.stub(assignment_pb2_grpc.AssignmentServiceStub), person)
        self.follow_up = Calls(running.stub(follow_up_pb2_grpc.FollowUpServiceStub), person)
        self.occasions = Calls(running.stub(occasions_pb2_grpc.OccasionServiceStub), person)
        self.cleanup = Calls(running.stub(cleanup_pb2_grpc.CleanupServiceStub), person)
        self.campaigns = Calls(running.stub(campaigns_pb2_grpc.CampaignServiceStub), person)
        self.journey = Calls(running.stub(journey_pb2_grpc.JourneyServiceStub), person)
        self.segments = Calls(running.stub(segments_pb2_grpc.SegmentServiceStub), person)
        self.conversion = Calls(running.stub(conversion_pb2_grpc.ConversionServiceStub), person)
        self.fields = Calls(running.stub(fields_pb2_grpc.FieldServiceStub), person)
        self.tracking = Calls(running.stub(tracking_pb2_grpc.TrackingServiceStub), person)
        self.scoring = Calls(running.stub(scoring_pb2_grpc.ScoringServiceStub), person)
        self.merging = Calls(running.stub(merging_pb2_grpc.ContactMergingServiceStub), person)
        self.lifecycle = Calls(running.stub(lifecycle_pb2_grpc.LifecycleServiceStub), person)

    def facts(self, subject: str) -> list[tuple[str, dict[str, Any]]]:
        """(event name, data) told about a record such as "contacts/<id>", in order."""
        query = select(OutboxEvent).where(OutboxEvent.subject == subject).order_by(OutboxEvent.seq)
        with self.running.database.reading() as tx:
            return [(event.type.rpartition(".")[2], event.data) for event in tx.scalars(query)]

    def told(self, about: str) -> list[tuple[str, dict[str, Any]]]:
        """The same of all records of a kind, such as "contacts/"."""
        query = select(OutboxEvent).where(OutboxEvent.subject.startswith(about))
        with self.running.database.reading() as tx:
            events = tx.scalars(query.order_by(OutboxEvent.seq))
            return [(event.type.rpartition(".")[2], event.data) for event in events]


MakeDesk = Callable[[Person], Desk]
