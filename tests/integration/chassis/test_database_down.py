"""A database that is stopped, frozen, busy or slow: told as what it is, over when it is over."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

import grpc
import pytest
from crm.leads.v1 import contacts_pb2 as pb
from crm.leads.v1 import contacts_pb2_grpc
from grpc_health.v1 import health_pb2, health_pb2_grpc
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from chassis import context, status
from chassis.clock import Clock
from chassis.database import CONNECT_SECONDS, Database
from deploy.local.servers import PostgreSQL
from tests import factories
from tests.harness.databases import Templates, opened
from tests.harness.people import Keys, Person
from tests.harness.refusals import refused
from tests.harness.services import Running, serving
from tests.harness.waiting import eventually

Contacts = contacts_pb2_grpc.ContactServiceStub
WRITE = "contacts.write"


@pytest.fixture
def leads(own_postgresql: PostgreSQL, keys: Keys) -> Iterator[Running]:
    """leads on a PostgreSQL that the test may mistreat."""
    with (
        opened(
            Templates(own_postgresql), "services.leads", Clock(), connect_seconds=CONNECT_SECONDS
        ) as database,
        serving("services.leads", database, keys) as running,
    ):
        yield running


def works(contacts: Contacts, admin: Person) -> bool:
    """Whether a contact can be created now."""
    try:
        contacts.CreateContact(factories.create_contact(), metadata=admin.metadata(), timeout=60)
    except grpc.RpcError as error:
        if error.code().name in {"UNAVAILABLE", "DEADLINE_EXCEEDED"}:
            return False
        raise
    return True


def healthy(leads: Running) -> bool:
    stub = health_pb2_grpc.HealthStub(leads.channel)
    answer = stub.Check(health_pb2.HealthCheckRequest(), timeout=60)
    return bool(answer.status == health_pb2.HealthCheckResponse.SERVING)


@pytest.mark.parametrize("end", ["stop", "kill"])
def test_a_database_that_went_away_is_unavailable_and_comes_back_by_itself(
    own_postgresql: PostgreSQL, leads: Running, admin: Person, end: str
) -> None:
    contacts = leads.stub(Contacts)
    made = contacts.CreateContact(factories.create_contact(), metadata=admin.metadata())
    eventually(lambda: healthy(leads), what="the server says it serves")

    getattr(own_postgresql, end)()
    for _ in range(3):
        started = time.monotonic()
        with refused("UNAVAILABLE") as refusal:
            contacts.GetContact(pb.GetContactRequest(id=made.id), metadata=admin.metadata())
        assert time.monotonic() - started < 15
        assert refusal.retry_after > 0
    eventually(lambda: not healthy(leads), what="the server says it does not serve")

    own_postgresql.start()
    eventually(lambda: works(contacts, admin), what="writes work again")
    eventually(lambda: healthy(leads), what="the server says it serves again")
    kept = contacts.GetContact(pb.GetContactRequest(id=made.id), metadata=admin.metadata())
    assert kept == made, "what was acknowledged before the crash is lost"


def test_a_restart_of_the_database_costs_one_call_at_most(
    own_postgresql: PostgreSQL, leads: Running, admin: Person
) -> None:
    contacts, metadata = leads.stub(Contacts), admin.metadata()
    made = contacts.CreateContact(factories.create_contact(), metadata=metadata)

    def read(_: int) -> None:
        contacts.GetContact(pb.GetContactRequest(id=made.id), metadata=metadata, timeout=60)

    with ThreadPoolExecutor(8) as pool:  # so that both pools hold several connections
        list(pool.map(read, range(64)))
        assert list(pool.map(lambda _: works(contacts, admin), range(16)))
    own_postgresql.stop()
    own_postgresql.start()
    failed = 0
    for _ in range(6):
        failed += not works(contacts, admin)
        try:
            read(0)
        except grpc.RpcError:
            failed += 1
    assert failed <= 1


def test_a_frozen_database_holds_nobody_longer_than_they_wait(
    own_postgresql: PostgreSQL, leads: Running, admin: Person
) -> None:
    contacts = leads.stub(Contacts)
    assert works(contacts, admin)
    own_postgresql.pause()
    try:
        started = time.monotonic()
        with refused("DEADLINE_EXCEEDED"):
            contacts.CreateContact(factories.create_contact(), metadata=admin.metadata(), timeout=1)
        assert time.monotonic() - started < 10
    finally:
        own_postgresql.resume()
    eventually(lambda: works(contacts, admin), what="writes work again")


def test_without_a_free_connection_the_answer_is_to_come_back_soon(
    templates: Templates, keys: Keys, admin: Person
) -> None:
    with ExitStack() as stack:
        database = stack.enter_context(opened(templates, "services.leads", Clock(), pool_size=2))
        leads = stack.enter_context(serving("services.leads", database, keys))
        contacts = leads.stub(Contacts)
        with database.engine.connect(), database.engine.connect():
            started = time.monotonic()
            with refused("UNAVAILABLE", "DATABASE_BUSY") as refusal:
                contacts.CreateContact(factories.create_contact(), metadata=admin.metadata())
            assert time.monotonic() - started < 10
            assert refusal.retry_after == 1
        assert works(contacts, admin)


def test_a_burst_beyond_threads_and_connections_is_answered_not_hung(
    templates: Templates, keys: Keys, admin: Person
) -> None:
    with ExitStack() as stack:
        database = stack.enter_context(opened(templates, "services.leads", Clock(), pool_size=2))
        leads = stack.enter_context(serving("services.leads", database, keys, threads=4))
        contacts = leads.stub(Contacts)
        metadata = admin.metadata()

        def create(_: int) -> str:
            try:
                contacts.CreateContact(factories.create_contact(), metadata=metadata, timeout=20)
            except grpc.RpcError as error:
                return str(error.code().name)
            return "OK"

        with ThreadPoolExecutor(60) as pool:
            codes = set(pool.map(create, range(200)))
        assert "OK" in codes
        assert codes <= {"OK", "UNAVAILABLE", "RESOURCE_EXHAUSTED"}


def test_a_statement_that_takes_too_long_is_ended_and_told(
    leads_database: Database, admin: Person
) -> None:
    with context.use(admin.call(WRITE)), leads_database.transaction() as tx:
        tx.execute(text("SET LOCAL statement_timeout = 20"))
        with pytest.raises(OperationalError) as refusal:
            tx.execute(text("SELECT pg_sleep(30)"))
    told = status.from_database(refusal.value)
    assert told is not None
    assert told.code == "DEADLINE_EXCEEDED"


def test_a_record_somebody_else_keeps_locked_is_aborted_and_may_be_tried_again(
    leads_server: Running, admin: Person
) -> None:
    contacts = leads_server.stub(Contacts)
    made = contacts.CreateContact(factories.create_contact(), metadata=admin.metadata())
    change = pb.UpdateContactRequest(contact=pb.Contact(id=made.id, city="Rom"))
    with leads_server.database.engine.begin() as connection:
        connection.execute(
            text("SELECT 1 FROM contacts WHERE id = :id FOR UPDATE"), {"id": made.id}
        )
        with refused("ABORTED", "RECORD_LOCKED"):
            contacts.UpdateContact(change, metadata=admin.metadata())
    assert contacts.UpdateContact(change, metadata=admin.metadata()).city == "Rom"
