"""The rules of a contact, apart from any database."""

from datetime import UTC, date, datetime
from uuid import uuid4

import pytest

from chassis.errors import InvalidArgument
from services.leads.contacts.model import Contact

NOW = datetime(2026, 6, 10, tzinfo=UTC)


def contact(**values: object) -> Contact:
    """A contact with these values."""
    made = Contact(last_activity_time=NOW)
    made.change({"email": "ada@example.com", **values})
    return made


def test_a_person_is_called_by_the_best_there_is() -> None:
    assert contact(first_name="Ada", last_name="Lovelace").full_name == "Ada Lovelace"
    assert contact(last_name="Lovelace").full_name == "Lovelace"
    assert contact().full_name == "ada@example.com"
    assert contact(email="", phone="+49 30 123456").full_name == "+4930123456"


def test_a_change_tells_old_and_new_values_of_what_differs() -> None:
    ada = contact(city="Rome", tags=["a"])
    owner = uuid4()
    changes = ada.change(
        {"city": "Rome ", "owner_id": owner, "birth_date": date(1815, 12, 10), "tags": ["a", "b"]}
    )
    assert changes == {
        "owner_id": {"old": None, "new": str(owner)},
        "birth_date": {"old": None, "new": "1815-12-10"},
        "tags": {"old": ["a"], "new": ["a", "b"]},
    }


def test_of_custom_fields_only_the_keys_that_differ_are_told() -> None:
    ada = contact(custom_fields={"plan": "a", "seats": 3})
    changes = ada.change({"custom_fields": {"plan": "b", "seats": 3}})
    assert changes == {"custom_fields": {"old": {"plan": "a"}, "new": {"plan": "b"}}}


def test_every_broken_rule_is_named_at_once() -> None:
    with pytest.raises(InvalidArgument) as caught:
        contact(email="nobody", phone="x", time_zone="Nowhere", tags=[f"{n}" for n in range(51)])
    assert {each.field for each in caught.value.violations} == {
        "email",
        "phone",
        "time_zone",
        "tags",
    }


def test_rules_that_became_stricter_do_not_stand_in_the_way_of_other_changes() -> None:
    old = contact()
    old.phone = "12345"
    assert old.change({"city": "Rome"}).keys() == {"city"}


def test_a_number_is_read_in_the_contacts_country() -> None:
    assert contact(phone="030 123456", country="DE").phone == "+4930123456"


def test_new_knowledge_fills_what_is_empty_and_replaces_nothing() -> None:
    ada = contact(first_name="Ada", tags=["vip"], custom_fields={"plan": "a"})
    owner = uuid4()
    ada.owner_id = owner
    changes = ada.fill(
        {
            "first_name": "Augusta",
            "last_name": "Lovelace",
            "tags": ["webinar", "vip"],
            "owner_id": uuid4(),
            "custom_fields": {"plan": "b", "seats": 3, "none": None},
            "first_touch": {"source": "ad"},
            "last_touch": {"source": "ad"},
        }
    )
    assert (ada.first_name, ada.last_name, ada.owner_id) == ("Ada", "Lovelace", owner)
    assert ada.tags == ["vip", "webinar"]
    assert ada.custom_fields == {"plan": "a", "seats": 3}
    assert changes.keys() == {"last_name", "tags", "custom_fields", "first_touch", "last_touch"}
    assert ada.fill({"last_touch": {"source": "mail"}}).keys() == {"last_touch"}


def test_a_typed_company_name_does_not_replace_the_companys() -> None:
    ada = contact(company_id=uuid4(), company_name="")
    ada.fill({"company_name": "Typed"})
    assert ada.company_name == ""
