"""The notify service in this process, its worker's timers run by hand, a mail server to break."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from crm.gateway.v1 import events_pb2 as accounts
from crm.leads.v1 import contacts_pb2
from crm.leads.v1 import events_pb2 as leads
from crm.notify.v1 import (
    bounces_pb2_grpc,
    messages_pb2_grpc,
    notifications_pb2_grpc,
    preferences_pb2_grpc,
    suppressions_pb2_grpc,
    templates_pb2_grpc,
)
from google.protobuf.message import Message
from pydantic import SecretStr

from chassis import context
from chassis.clock import Clock
from chassis.cloudevents import Event
from chassis.database import Database
from chassis.due_timers import DueTimers
from chassis.reactions import collect, collect_timers
from services.notify.composition import SERVICE
from tests.harness.databases import Templates, opened
from tests.harness.people import AsPerson, Keys, Person
from tests.harness.services import Running, parts_of, serving
from tests.integration.notify.sink import Sink


@pytest.fixture
def database(templates: Templates, clock: Clock) -> Iterator[Database]:
    with opened(templates, "services.notify", clock) as database:
        yield database


@pytest.fixture
def server(database: Database, keys: Keys) -> Iterator[Running]:
    with serving("services.notify", database, keys) as running:
        yield running


@pytest.fixture
def mails(server: Running) -> messages_pb2_grpc.MessageServiceStub:
    return server.stub(messages_pb2_grpc.MessageServiceStub)


@pytest.fixture
def words(server: Running) -> templates_pb2_grpc.TemplateServiceStub:
    return server.stub(templates_pb2_grpc.TemplateServiceStub)


@pytest.fixture
def suppressions(server: Running) -> suppressions_pb2_grpc.SuppressionServiceStub:
    return server.stub(suppressions_pb2_grpc.SuppressionServiceStub)


@pytest.fixture
def preferences(server: Running) -> preferences_pb2_grpc.PreferenceServiceStub:
    return server.stub(preferences_pb2_grpc.PreferenceServiceStub)


@pytest.fixture
def bounces(server: Running) -> bounces_pb2_grpc.BounceServiceStub:
    return server.stub(bounces_pb2_grpc.BounceServiceStub)


@pytest.fixture
def notifications(server: Running) -> notifications_pb2_grpc.NotificationServiceStub:
    return server.stub(notifications_pb2_grpc.NotificationServiceStub)


@pytest.fixture
def marketer(as_person: AsPerson) -> Person:
    return as_person({"*": "all"})


@pytest.fixture
def sink() -> Iterator[Sink]:
    with Sink() as sink:
        yield sink


def told(fact: Message, actor: str = "") -> Event:
    """The envelope of a fact: the same for the same fact."""
    name = fact.DESCRIPTOR.full_name
    known = hashlib.sha256(fact.SerializeToString(deterministic=True)).hexdigest()
    return Event(id=known, source="test", type=name, actor=actor)


class Worker:
    """What the worker does, by hand: reactions, and timers on the moved clock."""

    def __init__(self, database: Database, keys: Keys, clock: Clock, smtp_url: str) -> None:
        parts = parts_of(database, keys)
        changed = {"smtp_url": SecretStr(smtp_url), "public_url": "https://crm.example"}
        settings = parts.settings.model_copy(update=changed)
        objects = SERVICE.reactions(replace(parts, settings=settings))
        self._timers = DueTimers(database, collect_timers(objects))
        self._reactions = collect(objects)
        self._database = database
        self._clock = clock

    def work(self, step: timedelta = timedelta()) -> None:
        """Moves the clock and does what fell due."""
        self._clock.advance(step)
        while self._timers.step(lambda: None):
            continue

    def step(self) -> bool:
        """Does one due timer, if there is one."""
        return self._timers.step(lambda: None)

    def hear(self, fact: Message, actor: str = "") -> None:
        """Lets every reaction follow a fact that somebody made true."""
        for reaction in self._reactions.values():
            if fact.DESCRIPTOR.full_name in reaction.facts:
                with context.use(context.system_call("test")), self._database.transaction() as tx:
                    reaction.run(told(fact, actor), fact, tx)


@pytest.fixture
def worker(database: Database, keys: Keys, clock: Clock, sink: Sink) -> Worker:
    return Worker(database, keys, clock, sink.url)


MakeContact = Callable[..., contacts_pb2.Contact]


@pytest.fixture
def contact(worker: Worker) -> MakeContact:
    """`contact(email="ada@example.com", consent="GRANTED")`: leads has told of this person."""

    def make(
        contact_id: UUID | None = None, *, consent: str = "GRANTED", **fields: object
    ) -> contacts_pb2.Contact:
        person = contacts_pb2.Contact(
            id=str(contact_id or uuid4()),
            **{
                "etag": "1",
                "email": f"{uuid4().hex}@example.com",
                "first_name": "Ada",
                "full_name": "Ada Lovelace",
                "marketing_consent": consent,
                **fields,
            },
        )
        worker.hear(leads.ContactCreated(contact=person))
        return person

    return make


Hire = Callable[..., Person]


@pytest.fixture
def colleague(worker: Worker, as_person: AsPerson) -> Hire:
    """`colleague("Rita", "rep")`: accounts has told of this person, who may sign in."""

    def hire(name: str, *roles: str, teams: tuple[str, ...] = (), active: bool = True) -> Person:
        person = as_person({})
        user = {
            "id": str(person.id),
            "etag": "1",
            "name": name,
            "email": f"{name.lower()}@crm.example",
            "role_keys": roles,
            "team_ids": teams,
            "active": active,
        }
        worker.hear(accounts.UserCreated(user=user))
        return person

    return hire
