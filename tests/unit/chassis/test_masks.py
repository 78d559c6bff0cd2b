"""What a write may touch: the mask names it, and field behaviour has the last word."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from crm.leads.v1 import companies_pb2, contacts_pb2, fields_pb2
from google.protobuf.field_mask_pb2 import FieldMask

from chassis import masks
from chassis.errors import InvalidArgument
from services.leads.contacts.model import Contact

OWNER = "01937b5e-7c00-7000-8000-000000000001"


def changes(paths: Iterable[str], **fields: Any) -> dict[str, Any]:
    return masks.changes(contacts_pb2.Contact(**fields), FieldMask(paths=paths), Contact)


def refusals(paths: Iterable[str], message: Any = None, **fields: Any) -> dict[str, str]:
    """Field -> the rule it broke."""
    message = message or contacts_pb2.Contact(**fields)
    with pytest.raises(InvalidArgument) as refusal:
        masks.changes(message, FieldMask(paths=paths), Contact)
    return {violation.field: violation.description for violation in refusal.value.violations}


def test_only_what_the_mask_names_changes() -> None:
    assert changes(["city"], city="Rom", first_name="Ada") == {"city": "Rom"}


def test_a_named_field_that_is_empty_is_cleared() -> None:
    assert changes(["city", "owner_id", "birth_date", "tags"]) == {
        "city": "",
        "owner_id": None,
        "birth_date": None,
        "tags": [],
    }


def test_without_a_mask_the_fields_that_are_set_change() -> None:
    assert changes([], id=OWNER, etag="3", city="Rom") == {"city": "Rom"}


def test_a_star_replaces_everything_a_caller_may_write_and_nothing_else() -> None:
    replaced = changes(["*"], city="Rom")
    assert replaced["city"] == "Rom"
    assert replaced["first_name"] == ""
    assert not {"id", "etag", "create_time", "source", "full_name", "lifecycle_stage"} & {*replaced}


def test_values_arrive_as_the_model_keeps_them() -> None:
    given = changes(["owner_id", "birth_date"], owner_id=OWNER, birth_date="1815-12-10")
    assert given == {"owner_id": UUID(OWNER), "birth_date": date(1815, 12, 10)}


@pytest.mark.parametrize("path", ["create_time", "full_name", "source", "lifecycle_stage"])
def test_what_the_system_sets_cannot_be_changed(path: str) -> None:
    assert refusals([path]) == {path: "is set by the system and cannot be changed"}


@pytest.mark.parametrize("path", ["nothing", "city.name", "Contact.city", "", "citY", "*.city"])
def test_a_path_that_is_no_field_is_refused(path: str) -> None:
    assert refusals([path]) == {path: "is not a field that can be changed"}


def test_every_refused_path_is_told() -> None:
    assert set(refusals(["nothing", "source", "city"], city="Rom")) == {"nothing", "source"}


def test_what_is_fixed_once_set_cannot_be_changed() -> None:
    field = fields_pb2.Field(key="industry")
    assert refusals(["key"], field) == {"key": "cannot be changed after it was set"}


def test_what_is_required_cannot_be_cleared() -> None:
    company = companies_pb2.Company(name="")
    assert refusals(["name"], company) == {"name": "is required and cannot be cleared"}


def test_what_is_required_cannot_be_blanked_either() -> None:
    company = companies_pb2.Company(name=" \t\u00a0")
    assert refusals(["name"], company) == {"name": "is required and cannot be cleared"}


@pytest.mark.parametrize("text", ["2026-13-01", "2026-W01-1", "20260101", "01.02.2026", "soon"])
def test_a_date_has_one_spelling(text: str) -> None:
    assert refusals(["birth_date"], birth_date=text) == {
        "birth_date": "must be a date like 2026-11-21"
    }


def test_a_create_sets_what_a_caller_may_write_and_ignores_the_rest() -> None:
    given = contacts_pb2.Contact(
        id=OWNER, etag="9", city="Rom", source="forged", full_name="Somebody Else"
    )
    values = masks.values(given, Contact)
    assert values["city"] == "Rom"
    assert not {"id", "etag", "source", "full_name", "version"} & {*values}
