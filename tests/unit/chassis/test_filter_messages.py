"""Filters read protobuf messages as they read records: what is unset is no value."""

from datetime import UTC, datetime
from uuid import UUID

import pytest
from crm.leads.v1 import contacts_pb2 as pb

from chassis import filtering
from chassis.custom_fields import FieldType
from chassis.filtering import Fields
from tests.harness.filters import NOW, Defined

FIELDS = Fields(
    filtering.text("email"),
    filtering.uuid("owner_id"),
    filtering.choice("lifecycle_stage", ["LEAD", "CUSTOMER"]),
    filtering.choice("marketing_consent", ["GRANTED", "WITHDRAWN"]),
    filtering.time("create_time"),
    filtering.date("birth_date"),
    filtering.tags("tags"),
    filtering.inside("first_touch", filtering.text("source")),
    filtering.custom("custom_fields"),
)
OWNER = UUID("01937b5e-7c00-7000-8000-00000000000a")


def ada() -> pb.Contact:
    contact = pb.Contact(
        email="ada@example.com",
        owner_id=str(OWNER),
        lifecycle_stage=pb.Contact.CUSTOMER,
        birth_date="1815-12-10",
        tags=["vip"],
        first_touch={"source": "ads"},
    )
    contact.create_time.FromDatetime(datetime(2026, 6, 9, tzinfo=UTC))
    contact.custom_fields.update({"seats": 12})
    return contact


@pytest.mark.parametrize(
    "text",
    [
        'email = "ada@*"',
        "owner_id = me",
        "lifecycle_stage = CUSTOMER",
        "marketing_consent = null",
        "create_time = yesterday",
        "birth_date < 1900-01-01",
        "tags:vip",
        "first_touch.source = ads",
        "custom_fields.seats = 12",
    ],
)
def test_a_message_passes_as_its_record_would(text: str) -> None:
    filter_ = filtering.parse(text, FIELDS, [Defined("seats", FieldType.NUMBER)])
    passes = filter_.predicate(now=NOW, me=OWNER)
    assert passes(ada())
    assert passes(pb.Contact()) is (text == "marketing_consent = null")
