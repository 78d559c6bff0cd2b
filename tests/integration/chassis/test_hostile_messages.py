"""What only a client that speaks gRPC itself can send: it is refused, never a fault of ours."""

from collections.abc import Callable

import pytest
from crm.leads.v1 import contacts_pb2 as pb
from crm.leads.v1 import contacts_pb2_grpc
from google.protobuf.field_mask_pb2 import FieldMask
from google.protobuf.struct_pb2 import Struct

from tests import factories
from tests.harness.people import Person
from tests.harness.refusals import refused
from tests.harness.services import Running


def custom(value: object) -> Struct:
    fields = Struct()
    fields.update({"key": value})
    return fields


def number(value: float) -> Struct:
    fields = Struct()
    fields.fields["key"].number_value = value
    return fields


def without_kind() -> Struct:
    fields = Struct()
    fields.fields["key"].SetInParent()
    return fields


HOSTILE: dict[str, Callable[[], pb.CreateContactRequest]] = {
    "NUL in text": lambda: factories.create_contact(first_name="Ada\0"),
    "NUL in a tag": lambda: factories.create_contact(tags=["a\0b"]),
    "NUL in an address": lambda: factories.create_contact(email="a\0@example.com"),
    "NUL in a custom field": lambda: factories.create_contact(custom_fields=custom("a\0b")),
    "NUL in a custom key": lambda: factories.create_contact(custom_fields={"a\0b": 1}),
    "NaN": lambda: factories.create_contact(custom_fields=number(float("nan"))),
    "infinity": lambda: factories.create_contact(custom_fields=number(float("inf"))),
    "a value without a kind": lambda: factories.create_contact(custom_fields=without_kind()),
    "an id in braces": lambda: factories.create_contact(
        owner_id="{01937b5e-7c00-7000-8000-000000000001}"
    ),
    "a date of another kind": lambda: factories.create_contact(birth_date="2026-W01-1"),
    "no contact at all": pb.CreateContactRequest,
}


@pytest.mark.parametrize("make", HOSTILE.values(), ids=HOSTILE)
def test_a_create_is_refused_with(
    shared_leads: Running, admin: Person, make: Callable[[], pb.CreateContactRequest]
) -> None:
    contacts = shared_leads.stub(contacts_pb2_grpc.ContactServiceStub)
    with refused("INVALID_ARGUMENT") as refusal:
        contacts.CreateContact(make(), metadata=admin.metadata())
    assert refusal.reason
    assert "psycopg" not in refusal.message


PATHS = ["nothing", "contact.city", "id.x", "city\0", "x" * 10_000, "etag.x", "*.*"]


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path[:12])
def test_an_update_is_refused_that_names(shared_leads: Running, admin: Person, path: str) -> None:
    contacts = shared_leads.stub(contacts_pb2_grpc.ContactServiceStub)
    made = contacts.CreateContact(factories.create_contact(), metadata=admin.metadata())
    request = pb.UpdateContactRequest(
        contact=pb.Contact(id=made.id), update_mask=FieldMask(paths=[path])
    )
    with refused("INVALID_ARGUMENT"):
        contacts.UpdateContact(request, metadata=admin.metadata())


@pytest.mark.parametrize("etag", ["0", "2", "-1", "1.0", "١", 'W/"1"', "x" * 10_000])
def test_an_etag_that_is_not_the_records_never_matches(
    shared_leads: Running, admin: Person, etag: str
) -> None:
    contacts = shared_leads.stub(contacts_pb2_grpc.ContactServiceStub)
    made = contacts.CreateContact(factories.create_contact(), metadata=admin.metadata())
    with refused("ABORTED", "ETAG_MISMATCH"):
        contacts.UpdateContact(
            pb.UpdateContactRequest(contact=pb.Contact(id=made.id, etag=etag, city="Rom")),
            metadata=admin.metadata(),
        )


@pytest.mark.parametrize(
    "token", ["", "Bearer", "Bearer ", "Basic YTpi", "bearer x", "Bearer a.b.c"]
)
def test_a_caller_without_a_good_token_is_not_known(shared_leads: Running, token: str) -> None:
    contacts = shared_leads.stub(contacts_pb2_grpc.ContactServiceStub)
    with refused("UNAUTHENTICATED"):
        contacts.GetContact(pb.GetContactRequest(id="x"), metadata=(("authorization", token),))


def test_bytes_that_are_no_message_never_reach_a_use_case(
    shared_leads: Running, admin: Person
) -> None:
    raw = shared_leads.channel.unary_unary("/crm.leads.v1.ContactService/CreateContact")
    with refused("INTERNAL"):  # the word of grpcio itself, which reads requests before we do
        raw(b"\xff\xff\xff\xff", metadata=admin.metadata())


def test_a_method_that_does_not_exist_is_said_so(shared_leads: Running, admin: Person) -> None:
    raw = shared_leads.channel.unary_unary("/crm.leads.v1.ContactService/DropAll")
    with refused("UNIMPLEMENTED"):
        raw(b"", metadata=admin.metadata())
