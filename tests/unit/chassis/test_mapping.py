"""Between records and messages, by field name."""

from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from crm.leads.v1 import contacts_pb2
from google.protobuf.struct_pb2 import Struct
from google.protobuf.timestamp_pb2 import Timestamp

from chassis import mapping
from chassis.errors import InvalidArgument
from services.leads.contacts.model import Contact, LifecycleStage

NOW = datetime(2026, 11, 21, 9, 30, 0, 123456, tzinfo=UTC)


def ada() -> Contact:
    contact = Contact(
        owner_id=uuid4(),
        last_activity_time=NOW,
        birth_date=date(1815, 12, 10),
        tags=["vip", "engines"],
        custom_fields={"size": 3, "colours": ["red"], "deep": {"null": None}},
        lifecycle_stage=LifecycleStage.SALES_READY,
    )
    contact.change({"first_name": "Ada", "last_name": "Lovelace"})
    contact.create_time = contact.update_time = NOW
    contact.version = 7
    return contact


def test_a_record_becomes_its_message_field_by_field() -> None:
    record = ada()
    shown = mapping.to_message(record, contacts_pb2.Contact)
    assert (shown.id, shown.owner_id) == (str(record.id), str(record.owner_id))
    assert (shown.first_name, shown.full_name) == ("Ada", "Ada Lovelace")
    assert (shown.birth_date, list(shown.tags)) == ("1815-12-10", ["vip", "engines"])
    assert shown.lifecycle_stage == contacts_pb2.Contact.SALES_READY
    assert shown.create_time.ToDatetime(tzinfo=UTC) == NOW
    assert shown.custom_fields["colours"][0] == "red"


def test_the_etag_is_the_version_as_text() -> None:
    assert mapping.to_message(ada(), contacts_pb2.Contact).etag == "7"


def test_what_a_record_lacks_stays_unset() -> None:
    shown = mapping.to_message(ada(), contacts_pb2.Contact)
    assert shown.company_id == ""
    assert not shown.HasField("delete_time")
    assert not shown.HasField("first_touch")


def test_a_message_becomes_what_the_record_keeps() -> None:
    fields = Struct()
    fields.update({"size": 3})
    moment = Timestamp()
    moment.FromDatetime(NOW)
    message = contacts_pb2.Contact(
        lifecycle_stage="LEAD", tags=["vip"], custom_fields=fields, last_activity_time=moment
    )
    names = ["lifecycle_stage", "tags", "custom_fields", "last_activity_time", "company_id"]
    assert mapping.from_message(message, Contact, names) == {
        "lifecycle_stage": "LEAD",
        "tags": ["vip"],
        "custom_fields": {"size": 3.0},
        "last_activity_time": NOW,
        "company_id": None,
    }


def test_there_and_back_again_nothing_is_lost() -> None:
    record = ada()
    shown = mapping.to_message(record, contacts_pb2.Contact)
    names = set(mapping.writable(shown, Contact))
    back = mapping.from_message(shown, Contact, names)
    assert {name: value for name, value in back.items() if value != getattr(record, name)} == {}


def test_a_value_of_an_enum_that_nobody_defined_is_refused() -> None:
    message = contacts_pb2.Contact()
    message.lifecycle_stage = 99  # type: ignore[assignment] -- proto3 enums are open
    with pytest.raises(InvalidArgument) as refusal:
        mapping.from_message(message, Contact, ["lifecycle_stage"])
    assert refusal.value.violations[0].field == "lifecycle_stage"


@pytest.mark.parametrize("text", ["me", "{01937b5e-7c00-7000-8000-000000000001}", "0" * 32])
def test_an_id_has_one_spelling(text: str) -> None:
    with pytest.raises(InvalidArgument) as refusal:
        mapping.from_message(contacts_pb2.Contact(owner_id=text), Contact, ["owner_id"])
    assert refusal.value.violations[0].description == "must be a UUID"
