"""What a request must be before any use case sees it."""

from datetime import datetime
from typing import Any

import pytest
from crm.deals.v1 import activities_pb2, deals_pb2
from crm.gateway.v1 import roles_pb2
from crm.leads.v1 import companies_pb2, contacts_pb2, fields_pb2, timeline_pb2
from google.protobuf.message import Message
from google.protobuf.timestamp_pb2 import Timestamp

from chassis import validation
from chassis.errors import InvalidArgument

SOMEBODY = "01937b5e-7c00-7000-8000-000000000001"


def violations(request: Message) -> dict[str, str]:
    """Field -> the rule it broke; empty when the request is fine."""
    try:
        validation.check(request)
    except InvalidArgument as refusal:
        return {violation.field: violation.description for violation in refusal.violations}
    return {}


def creating(**fields: Any) -> contacts_pb2.CreateContactRequest:
    return contacts_pb2.CreateContactRequest(contact=contacts_pb2.Contact(**fields))


def test_a_request_that_keeps_the_rules_passes() -> None:
    assert not violations(creating(first_name="Ada", owner_id=SOMEBODY, tags=["vip"], country="DE"))


def test_a_required_field_is_named_when_it_is_missing() -> None:
    assert violations(contacts_pb2.GetContactRequest()) == {"id": "is required"}


@pytest.mark.parametrize("blank", [" ", "\t\n", "\u00a0", "\u2003", "\u202e\u200b"])
def test_blanks_are_nothing(blank: str) -> None:
    note = timeline_pb2.CreateNoteRequest(contact_id=SOMEBODY, body=blank)
    assert violations(note) == {"body": "is required"}


def test_a_message_that_is_required_is_named() -> None:
    assert violations(contacts_pb2.CreateContactRequest()) == {"contact": "is required"}


def test_a_required_field_inside_is_named_by_its_path() -> None:
    request = companies_pb2.CreateCompanyRequest(company=companies_pb2.Company(city="Rom"))
    assert violations(request) == {"company.name": "is required"}


def test_a_required_field_of_an_item_is_named_by_its_place() -> None:
    role = roles_pb2.Role(key="lead", name="Lead", grants=[roles_pb2.Grant()])
    expected = {"role.grants[0].permission": "is required", "role.grants[0].reach": "is required"}
    assert violations(roles_pb2.CreateRoleRequest(role=role)) == expected
    changed = roles_pb2.Role(id=SOMEBODY, grants=role.grants)
    assert violations(roles_pb2.UpdateRoleRequest(role=changed)) == expected


def test_items_that_are_answered_one_by_one_are_left_to_them() -> None:
    batch = contacts_pb2.BatchCreateContactsRequest(contacts=[contacts_pb2.Contact(country="?")])
    assert not violations(batch)


def test_an_update_needs_only_what_its_mask_names() -> None:
    request = companies_pb2.UpdateCompanyRequest(company=companies_pb2.Company(id=SOMEBODY))
    assert not violations(request)


def test_an_enum_that_was_not_chosen_is_missing() -> None:
    field = fields_pb2.Field(key="size", label="Size", type=fields_pb2.Field.NUMBER)
    assert violations(fields_pb2.CreateFieldRequest(field=field)) == {
        "field.resource": "is required"
    }


def test_every_broken_rule_is_told_with_its_path() -> None:
    found = violations(
        creating(first_name="x" * 101, owner_id="me", country="Deutschland", tags=["", "a", "a"])
    )
    assert set(found) == {
        "contact.first_name",
        "contact.owner_id",
        "contact.country",
        "contact.tags",
        "contact.tags[0]",
    }
    assert all(found.values()), "every rule is said in words"


def test_a_rule_is_said_in_words_and_never_as_an_expression() -> None:
    found = violations(creating(country="Deutschland", owner_id="me", tags=["a", "a", ""]))
    assert found == {
        "contact.country": "must be a country's two capital letters (ISO 3166-1), such as DE",
        "contact.owner_id": "must be an id, such as 01937b5e-7c00-7000-8000-000000000001",
        "contact.tags": "must not name anything twice",
        "contact.tags[2]": "must not be empty",
    }


def test_a_choice_that_is_refused_names_the_others() -> None:
    grant = roles_pb2.Grant(permission="deals.read", reach=77)  # type: ignore[arg-type]  # no reach
    role = roles_pb2.Role(key="lead", name="Lead", grants=[grant])
    assert violations(roles_pb2.CreateRoleRequest(role=role)) == {
        "role.grants[0].reach": "must be one of OWN, TEAM, ALL"
    }


def test_what_is_missing_is_told_once() -> None:
    assert violations(deals_pb2.MoveDealRequest(id=SOMEBODY)) == {"stage_id": "is required"}


def test_a_length_counts_characters_and_not_bytes() -> None:
    assert not violations(creating(first_name="ä" * 100))
    assert violations(creating(first_name="ä" * 101))


def test_an_id_that_is_empty_is_simply_not_there() -> None:
    assert not violations(creating(first_name="Ada", owner_id="", company_id=""))


@pytest.mark.parametrize("size", [-1, -(2**31)])
def test_a_page_cannot_be_smaller_than_nothing(size: int) -> None:
    request = contacts_pb2.ListContactsRequest(page_size=size)
    assert set(violations(request)) == {"page_size"}


def test_a_list_longer_than_allowed_is_refused() -> None:
    request = contacts_pb2.BatchDeleteContactsRequest(ids=[str(n) for n in range(1001)])
    assert "ids" in violations(request)


@pytest.mark.parametrize("year", [1, 999, 9001, 9999])
def test_a_moment_must_leave_room_for_what_is_due_before_and_after(year: int) -> None:
    due = Timestamp()
    due.FromDatetime(datetime(year, 12, 31, 23, 59, 59))  # noqa: DTZ001 -- Timestamp is in UTC
    activity = activities_pb2.Activity(kind="CALL", subject="Rota", due_time=due)
    assert violations(activities_pb2.CreateActivityRequest(activity=activity)) == {
        "activity.due_time": "years run from 1000 to 9000"
    }
