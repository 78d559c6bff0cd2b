"""Which values stay when two contacts become one."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from chassis.errors import InvalidArgument
from services.leads.contacts.model import ConsentState, Contact, LifecycleStage
from services.leads.merging.survivorship import Survivorship, checked, survivor
from tests import vectors

VECTORS = vectors.load("contact_merge.json")
NOW = datetime(2026, 11, 20, tzinfo=UTC)
UNSAID, GRANTED, WITHDRAWN = (
    ConsentState.CONSENT_STATE_UNSPECIFIED,
    ConsentState.GRANTED,
    ConsentState.WITHDRAWN,
)


def person(*, days: int = 0, **fields: Any) -> Contact:
    """Somebody whose record was made and changed so many days ago."""
    at = NOW - timedelta(days=days)
    contact = Contact(last_activity_time=at, **fields)
    contact.create_time = contact.update_time = at
    return contact


@pytest.mark.parametrize("case", VECTORS.get("value_rules", []), ids=lambda case: case["id"])
def test_what_was_said_last_stays_unless_it_says_nothing(case: dict[str, Any]) -> None:
    said = survivor(
        case["older"],
        case["newer"],
        default=case.get("default"),
        anonymous=case.get("newer_is_anonymous", False),
    )
    assert said == case["expected"]


@pytest.mark.parametrize("case", VECTORS.get("tags", []))
def test_tags_are_joined(case: dict[str, Any]) -> None:
    stays, goes = person(tags=case["a"]), person(tags=case["b"])
    assert Survivorship(stays, goes).values()["tags"] == case["expected"]


def test_each_field_comes_from_whoever_changed_last_and_has_one() -> None:
    stays = person(days=9, first_name="Ada", phone="+4930111", job_title="Clerk")
    goes = person(days=1, first_name="Ada M.", last_name="King", job_title="")
    values = Survivorship(stays, goes).values()
    assert (values["first_name"], values["last_name"]) == ("Ada M.", "King")
    assert (values["phone"], values["job_title"]) == ("+4930111", "Clerk")
    assert Survivorship(goes, stays).values()["first_name"] == "Ada M."


def test_a_company_and_its_name_are_one_and_so_are_town_and_country() -> None:
    stays = person(days=1, company_name="Old Ltd", city="Bern")
    goes = person(days=9, country="DE")
    goes.company_id = goes.id
    values = Survivorship(stays, goes).values()
    assert (values["company_id"], values["company_name"]) == (None, "Old Ltd")
    assert (values["country"], values["city"]) == ("", "Bern")


def test_what_somebody_chose_goes_before_what_is_newer() -> None:
    stays = person(days=1, phone="+1", job_title="New", custom_fields={"plan": "a", "size": 1})
    goes = person(days=9, phone="+2", job_title="Old", custom_fields={"plan": "b", "seats": 5})
    chosen = Survivorship(stays, goes, take=["phone", "custom_fields.plan"])
    values = chosen.values()
    assert (values["phone"], values["job_title"]) == ("+2", "New")
    assert values["custom_fields"] == {"plan": "b", "size": 1, "seats": 5}
    assert Survivorship(goes, stays, keep=["phone"]).values()["phone"] == "+2"


def test_address_and_owner_stay_unless_there_is_none() -> None:
    stays = person(days=9, email="ada@example.com")
    goes = person(days=1, email="ada@home.example")
    goes.owner_id, goes.team_id = goes.id, stays.id
    values = Survivorship(stays, goes).values()
    assert "email" not in values
    assert (values["owner_id"], values["team_id"]) == (goes.id, stays.id)
    other = Survivorship(goes, stays, take=["email"]).values()
    assert other["email"] == "ada@example.com"
    assert "owner_id" not in other
    assert Survivorship(person(), goes).values()["email"] == "ada@home.example"


@pytest.mark.parametrize(
    ("mine", "theirs", "take", "left"),
    [
        (GRANTED, WITHDRAWN, (), WITHDRAWN),
        (WITHDRAWN, GRANTED, ("email",), WITHDRAWN),
        (GRANTED, UNSAID, (), GRANTED),
        (UNSAID, GRANTED, (), UNSAID),
        (UNSAID, GRANTED, ("email",), GRANTED),
    ],
)
def test_consent_belongs_to_the_address_and_who_took_it_back_did(
    mine: ConsentState, theirs: ConsentState, take: tuple[str, ...], left: ConsentState
) -> None:
    stays = person(email="ada@example.com", marketing_consent=mine)
    goes = person(email="ada@home.example", marketing_consent=theirs)
    assert Survivorship(stays, goes, take=take).consent is left


@pytest.mark.parametrize(
    ("mine", "theirs", "left"),
    [("LEAD", "CUSTOMER", "CUSTOMER"), ("OPPORTUNITY", "CHURNED", "OPPORTUNITY"),
     ("LEAD", "CHURNED", "CHURNED"), ("INACTIVE", "SUBSCRIBER", "SUBSCRIBER")],
)  # fmt: skip
def test_the_further_stage_counts(mine: str, theirs: str, left: str) -> None:
    stays = person(lifecycle_stage=LifecycleStage(mine))
    goes = person(lifecycle_stage=LifecycleStage(theirs))
    assert Survivorship(stays, goes).stage == left
    assert Survivorship(goes, stays).stage == left


def test_how_we_first_heard_of_them_is_the_earlier_and_how_last_the_later() -> None:
    stays = person(days=2, first_touch={"source": "fair"}, last_touch={"source": "fair"})
    goes = person(days=8, first_touch={"source": "web"}, last_touch={"source": "web"})
    values = Survivorship(stays, goes).values()
    assert values["first_touch"] == {"source": "web"}
    assert values["last_touch"] == {"source": "fair"}


@pytest.mark.parametrize(
    ("take", "keep", "field"),
    [
        (["score"], [], "take_fields"),
        ([], ["owner_id"], "keep_fields"),
        (["phone"], ["phone"], "keep_fields"),
    ],
)
def test_a_choice_that_means_nothing_is_refused(
    take: list[str], keep: list[str], field: str
) -> None:
    with pytest.raises(InvalidArgument) as refusal:
        checked(take, keep)
    assert refusal.value.violations[0].field == field
