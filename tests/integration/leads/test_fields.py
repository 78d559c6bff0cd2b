"""Custom fields: defined by admins, checked when written, filtered like any other."""

from collections.abc import Iterator
from itertools import count

import pytest
from crm.leads.v1 import contacts_pb2
from crm.leads.v1 import fields_pb2 as pb
from google.protobuf.json_format import MessageToDict

from tests.factories import create_contact
from tests.harness.refusals import refused
from tests.integration.leads.desk import Desk
from tests.integration.leads.requests import change, company, field, get, listed

_numbers = count(1)


@pytest.fixture
def key() -> str:
    """A key nobody else in this run has."""
    return f"key_{next(_numbers)}"


@pytest.fixture
def plan(office: Desk, key: str) -> Iterator[pb.Field]:
    """A choice of contacts."""
    made = office.fields.CreateField(field(key, "CHOICE", options=["free", "paid"]))
    yield made
    office.fields.DeleteField(pb.DeleteFieldRequest(id=made.id))


def bag(contact: contacts_pb2.Contact) -> dict[str, object]:
    """The custom fields of a contact."""
    return dict(MessageToDict(contact.custom_fields))


def test_a_field_is_defined_changed_and_removed(office: Desk, key: str) -> None:
    made = office.fields.CreateField(field(key, "CHOICES", options=["a", "b"], position=3))
    assert office.fields.GetField(pb.GetFieldRequest(id=made.id)) == made
    update = pb.UpdateFieldRequest(
        field={"id": made.id, "etag": made.etag, "label": "Plan", "options": ["a", "b", "c"]},
        update_mask={"paths": ["label", "options"]},
    )
    changed = office.fields.UpdateField(update)
    assert (changed.label, list(changed.options), changed.etag) == ("Plan", ["a", "b", "c"], "2")
    with refused("ABORTED", "ETAG_MISMATCH"):
        office.fields.UpdateField(update)
    office.fields.DeleteField(pb.DeleteFieldRequest(id=made.id))
    with refused("NOT_FOUND", "FIELD_NOT_FOUND"):
        office.fields.GetField(pb.GetFieldRequest(id=made.id))
    told = [name for name, _ in office.facts(f"fields/{made.id}")]
    assert told == ["FieldDefined", "FieldRedefined", "FieldRemoved"]


def test_fields_are_listed_by_position(empty_office: Desk) -> None:
    for name, position in (("last", 9), ("first", 1), ("middle", 5)):
        empty_office.fields.CreateField(field(name, position=position))
    empty_office.fields.CreateField(field("other", resource="COMPANY"))
    found = empty_office.fields.ListFields(pb.ListFieldsRequest(resource="CONTACT")).fields
    assert [each.key for each in found] == ["first", "middle", "last"]
    assert len(empty_office.fields.ListFields(pb.ListFieldsRequest()).fields) == 4


def test_a_key_is_taken_once_per_resource(office: Desk, plan: pb.Field) -> None:
    with refused("ALREADY_EXISTS", "FIELD_EXISTS"):
        office.fields.CreateField(field(plan.key))
    office.fields.CreateField(field(plan.key, resource="COMPANY"))


def test_a_resource_has_at_most_a_hundred_fields(empty_office: Desk) -> None:
    for number in range(100):
        empty_office.fields.CreateField(field(f"f{number}"))
    with refused("FAILED_PRECONDITION", "TOO_MANY_FIELDS"):
        empty_office.fields.CreateField(field("f100"))
    empty_office.fields.CreateField(field("f100", resource="COMPANY"))


@pytest.mark.parametrize(
    ("type_", "options"),
    [("CHOICE", []), ("TEXT", ["a"]), ("CHOICE", ["a;b"]), ("CHOICE", ["a", "a "])],
)
def test_a_definition_makes_sense(office: Desk, key: str, type_: str, options: list[str]) -> None:
    with refused("INVALID_ARGUMENT") as refusal:
        office.fields.CreateField(field(key, type_, options=options))
    assert [path.removeprefix("field.") for path in refusal.violations] == ["options"]


def test_type_and_key_of_a_field_stay(office: Desk, plan: pb.Field) -> None:
    for name, value in (("type", "TEXT"), ("key", "other"), ("resource", "COMPANY")):
        with refused("INVALID_ARGUMENT"):
            office.fields.UpdateField(
                pb.UpdateFieldRequest(
                    field={"id": plan.id, name: value}, update_mask={"paths": [name]}
                )
            )


def test_a_value_is_kept_and_filtered_by(office: Desk, plan: pb.Field) -> None:
    made = office.contacts.CreateContact(create_contact(custom_fields={plan.key: "paid"}))
    assert bag(made) == {plan.key: "paid"}
    found = office.contacts.ListContacts(listed(f"custom_fields.{plan.key} = paid"))
    assert [each.id for each in found.contacts] == [made.id]
    counted = contacts_pb2.CountContactsRequest(filter=f"custom_fields.{plan.key} = free")
    assert office.contacts.CountContacts(counted).count == 0


def test_a_value_that_breaks_its_rule_is_refused(office: Desk, plan: pb.Field) -> None:
    for value in ("gold", 1, ["paid"], True):
        with refused("INVALID_ARGUMENT") as refusal:
            office.contacts.CreateContact(create_contact(custom_fields={plan.key: value}))
        assert list(refusal.violations) == [f"custom_fields.{plan.key}"]


def test_a_change_sets_the_keys_it_names_and_null_clears(office: Desk, plan: pb.Field) -> None:
    other = office.fields.CreateField(field(f"{plan.key}_n", "NUMBER"))
    made = office.contacts.CreateContact(
        create_contact(custom_fields={plan.key: "paid", other.key: 3})
    )
    changed = office.contacts.UpdateContact(change(made.id, custom_fields={plan.key: "free"}))
    assert bag(changed) == {plan.key: "free", other.key: 3}
    _, data = office.facts(f"contacts/{made.id}")[-1]
    assert data["changes"] == {
        "custom_fields": {"old": {plan.key: "paid"}, "new": {plan.key: "free"}}
    }
    cleared = office.contacts.UpdateContact(change(made.id, custom_fields={plan.key: None}))
    assert bag(cleared) == {other.key: 3}
    assert bag(office.contacts.UpdateContact(change(made.id, custom_fields=None))) == {}


def test_a_required_field_is_asked_for(empty_office: Desk) -> None:
    empty_office.fields.CreateField(field("size", "NUMBER", required=True))
    with refused("INVALID_ARGUMENT") as refusal:
        empty_office.contacts.CreateContact(create_contact())
    assert list(refusal.violations) == ["custom_fields.size"]
    made = empty_office.contacts.CreateContact(create_contact(custom_fields={"size": 3}))
    empty_office.contacts.UpdateContact(change(made.id, city="Rome"))
    with refused("INVALID_ARGUMENT"):
        empty_office.contacts.UpdateContact(change(made.id, custom_fields={"size": None}))


def test_values_of_a_removed_field_are_neither_shown_nor_accepted(office: Desk, key: str) -> None:
    made = office.fields.CreateField(field(key))
    person = office.contacts.CreateContact(create_contact(custom_fields={key: "kept"}))
    office.fields.DeleteField(pb.DeleteFieldRequest(id=made.id))
    assert bag(office.contacts.GetContact(get(person.id))) == {}
    with refused("INVALID_ARGUMENT"):
        office.contacts.UpdateContact(change(person.id, custom_fields={key: "new"}))

    office.fields.CreateField(field(key, "NUMBER"))
    assert bag(office.contacts.GetContact(get(person.id))) == {}, "a text is no number"
    changed = office.contacts.UpdateContact(change(person.id, custom_fields={key: 7}))
    assert bag(changed) == {key: 7}


def test_companies_have_fields_of_their_own(office: Desk, key: str) -> None:
    office.fields.CreateField(field(key, "BOOLEAN", resource="COMPANY"))
    made = office.companies.CreateCompany(company(custom_fields={key: True}))
    assert dict(MessageToDict(made.custom_fields)) == {key: True}
    with refused("INVALID_ARGUMENT"):
        office.contacts.CreateContact(create_contact(custom_fields={key: True}))
