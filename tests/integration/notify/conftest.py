"""The notify service in this process, its worker's timers run by hand, a mail server to break."""

from collections.abc import Callable, Iterator
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
    templates_pb2,
    templates_pb2_grpc,
)
from flask.testing import FlaskClient

from chassis.clock import Clock
from chassis.database import Database
from chassis.identity import ANONYMOUS
from gateway.app import create_app
from gateway.backends.channels import ChannelBackend
from gateway.catalogue import load
from gateway.parts import Parts
from gateway.public.calls import PublicParts
from gateway.public.routes import blueprint
from protos.generate import GEN
from tests.harness.databases import Templates, opened
from tests.harness.people import AsPerson, Keys, Person
from tests.harness.services import Running, serving
from tests.integration.notify.reading import HTML, Letterbox, to_noon
from tests.integration.notify.sink import Sink
from tests.integration.notify.working import Worker


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


@pytest.fixture
def browser(server: Running) -> FlaskClient:
    """Somebody with a browser, and a gateway in front of notify."""
    catalogue = load(GEN / "crm.binpb")
    methods = [method for method in catalogue.methods if method.backend == "notify"]
    backends = {"notify": ChannelBackend(server.address, methods)}
    hosted = blueprint(PublicParts(catalogue, backends, lambda *_: {}, ""))
    parts = Parts(
        catalogue=catalogue,
        backends=backends,
        authenticate=lambda _: ANONYMOUS,
        authorize=lambda *_: None,
        sign=lambda _: "",
        blueprints=[hosted],
    )
    return create_app(parts).test_client()


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


@pytest.fixture
def letterbox(
    browser: FlaskClient,
    database: Database,
    sink: Sink,
    worker: Worker,
    server: Running,
    marketer: Person,
    clock: Clock,
) -> Letterbox:
    """Mails that are read at noon. Templates: news (advertising with links), plain (advertising
    without HTML), notice (the same words as a service)."""
    to_noon(clock)
    for key, purpose, html in (
        ("news", "PROMOTIONAL", HTML),
        ("plain", "PROMOTIONAL", ""),
        ("notice", "SERVICE", HTML),
    ):
        said = {"subject": key, "body_text": "{{unsubscribe_url}}", "body_html": html}
        request = templates_pb2.CreateTemplateRequest(
            template={"key": key, "purpose": purpose, **said}
        )
        stub = server.stub(templates_pb2_grpc.TemplateServiceStub)
        stub.CreateTemplate(request, metadata=marketer.metadata())
    mails = server.stub(messages_pb2_grpc.MessageServiceStub)
    return Letterbox(browser, database, sink, worker, mails, marketer)
