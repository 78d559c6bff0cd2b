"""Idempotency-Key: the same call twice has one effect and one answer."""

from collections import Counter
from datetime import timedelta
from uuid import uuid4

import pytest
from crm.leads.v1 import contacts_pb2 as pb
from crm.leads.v1 import contacts_pb2_grpc
from sqlalchemy import func, select

from chassis import context, idempotency
from chassis.database import Database
from chassis.tables import IdempotencyRecord, OutboxEvent
from services.leads.contacts.model import Contact
from tests import factories
from tests.harness.parallel import at_once
from tests.harness.people import AsPerson, Metadata, Person
from tests.harness.refusals import refused
from tests.harness.services import Running

CREATE = "/crm.leads.v1.ContactService/CreateContact"


@pytest.fixture
def contacts(leads_server: Running) -> contacts_pb2_grpc.ContactServiceStub:
    return leads_server.stub(contacts_pb2_grpc.ContactServiceStub)


def keyed(person: Person) -> Metadata:
    """Metadata with a fresh key."""
    return person.metadata(idempotency_key=str(uuid4()))


def count(database: Database, model: type) -> int:
    with context.use(context.system_call("test")), database.reading() as tx:
        return int(tx.execute(select(func.count()).select_from(model)).scalar_one())


def test_fifty_calls_with_one_key_at_once_have_one_effect_and_one_answer(
    leads_server: Running, contacts: contacts_pb2_grpc.ContactServiceStub, admin: Person
) -> None:
    def fifty_times(metadata: Metadata, request: pb.CreateContactRequest) -> None:
        answers, refusals = at_once(50, lambda: contacts.CreateContact(request, metadata=metadata))
        assert len(answers) + len(refusals) == 50
        assert len({answer.SerializeToString(deterministic=True) for answer in answers}) == 1
        assert {(r.code, r.reason, r.retry_after) for r in refusals} <= {
            ("ABORTED", "IDEMPOTENCY_KEY_IN_USE", 1)
        }

    for effects in range(1, 6):
        fifty_times(keyed(admin), factories.create_contact())
        assert count(leads_server.database, Contact) == effects


def test_a_replay_is_the_first_answer_byte_for_byte_and_says_so(
    leads_server: Running, contacts: contacts_pb2_grpc.ContactServiceStub, admin: Person
) -> None:
    raw = leads_server.channel.unary_unary(
        CREATE, request_serializer=pb.CreateContactRequest.SerializeToString
    )
    request, metadata = factories.create_contact(tags=["b", "a"]), keyed(admin)
    first, call = raw.with_call(request, metadata=metadata)
    assert not dict(call.trailing_metadata() or ()).get("idempotent-replayed")

    made = pb.Contact.FromString(first)
    change = pb.Contact(id=made.id, city="Rom")
    contacts.UpdateContact(pb.UpdateContactRequest(contact=change), metadata=admin.metadata())

    again, call = raw.with_call(request, metadata=metadata)
    assert again == first
    assert dict(call.trailing_metadata() or ())["idempotent-replayed"] == "true"


def test_a_replay_tells_no_fact_a_second_time(
    leads_server: Running, contacts: contacts_pb2_grpc.ContactServiceStub, admin: Person
) -> None:
    request, metadata = factories.create_contact(), keyed(admin)
    contacts.CreateContact(request, metadata=metadata)
    told = count(leads_server.database, OutboxEvent)
    contacts.CreateContact(request, metadata=metadata)
    assert count(leads_server.database, OutboxEvent) == told


def test_a_key_used_for_another_request_is_refused(
    contacts: contacts_pb2_grpc.ContactServiceStub, admin: Person
) -> None:
    metadata = keyed(admin)
    contacts.CreateContact(factories.create_contact(), metadata=metadata)
    with refused("INVALID_ARGUMENT", "IDEMPOTENCY_KEY_REUSED"):
        contacts.CreateContact(factories.create_contact(), metadata=metadata)


def test_a_key_used_for_another_method_is_refused(
    contacts: contacts_pb2_grpc.ContactServiceStub, admin: Person
) -> None:
    metadata = keyed(admin)
    made = contacts.CreateContact(factories.create_contact(), metadata=metadata)
    with refused("INVALID_ARGUMENT", "IDEMPOTENCY_KEY_REUSED"):
        contacts.DeleteContact(pb.DeleteContactRequest(id=made.id), metadata=metadata)


def test_a_key_belongs_to_its_caller(
    contacts: contacts_pb2_grpc.ContactServiceStub, admin: Person, as_person: AsPerson
) -> None:
    key, other = str(uuid4()), as_person({"*": "all"})
    mine = contacts.CreateContact(
        factories.create_contact(), metadata=admin.metadata(idempotency_key=key)
    )
    theirs = contacts.CreateContact(
        factories.create_contact(), metadata=other.metadata(idempotency_key=key)
    )
    assert mine.id != theirs.id


def test_a_refused_call_frees_its_key(
    contacts: contacts_pb2_grpc.ContactServiceStub, admin: Person
) -> None:
    metadata = keyed(admin)
    with refused("INVALID_ARGUMENT"):
        contacts.CreateContact(factories.create_contact(email="nonsense"), metadata=metadata)
    assert contacts.CreateContact(factories.create_contact(), metadata=metadata).id


def test_a_key_is_forgotten_after_a_day(
    leads_server: Running, contacts: contacts_pb2_grpc.ContactServiceStub, admin: Person
) -> None:
    metadata = keyed(admin)
    first = contacts.CreateContact(factories.create_contact(), metadata=metadata)
    leads_server.clock.advance(idempotency.KEPT + timedelta(seconds=1))
    second = contacts.CreateContact(factories.create_contact(), metadata=metadata)
    assert first.id != second.id


def test_forgotten_keys_leave_the_table(
    leads_server: Running, contacts: contacts_pb2_grpc.ContactServiceStub, admin: Person
) -> None:
    for _ in range(3):
        contacts.CreateContact(factories.create_contact(), metadata=keyed(admin))
    leads_server.clock.advance(idempotency.KEPT + timedelta(seconds=1))
    contacts.CreateContact(factories.create_contact(), metadata=keyed(admin))
    with context.use(context.system_call("test")), leads_server.database.transaction() as tx:
        idempotency.forget_old(tx)
    assert count(leads_server.database, IdempotencyRecord) == 1


def test_an_effect_and_its_key_are_committed_together_or_not_at_all(
    leads_database: Database, admin: Person
) -> None:
    call = admin.call("contacts.write", idempotency_key="k", method=CREATE)

    def effect() -> bytes:
        with leads_database.transaction() as tx:
            contact = tx.add(Contact(last_activity_time=tx.now))
            contact.change({"first_name": "Ada"})
            contact.last_activity_time = tx.now
        raise RuntimeError("the process died before it answered")

    with context.use(call), pytest.raises(RuntimeError):
        idempotency.once(leads_database, call, b"request", effect)
    assert Counter({m: count(leads_database, m) for m in (Contact, IdempotencyRecord)}).total() == 0


def test_a_call_without_a_key_is_done_every_time(
    leads_server: Running, contacts: contacts_pb2_grpc.ContactServiceStub, admin: Person
) -> None:
    answers, _ = at_once(
        5, lambda: contacts.CreateContact(factories.create_contact(), metadata=admin.metadata())
    )
    assert len({answer.id for answer in answers}) == 5
    assert count(leads_server.database, IdempotencyRecord) == 0
