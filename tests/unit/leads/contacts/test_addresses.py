"""E-mail addresses, phone numbers and time zones: what is kept of them, and what is refused."""

import pytest

from services.leads.contacts import addresses
from tests import vectors

EMAILS = vectors.load("email_addresses.json")
PHONES = vectors.load("phone_e164.json")


@pytest.mark.parametrize("text", EMAILS.get("valid", []))
def test_an_address_one_can_send_to_is_kept(text: str) -> None:
    assert addresses.email(text).casefold() == text.casefold()


@pytest.mark.parametrize(
    "text", [*EMAILS.get("invalid", []), "a@b", "a@", "@b.example", "ä@b.example"]
)
def test_an_address_one_cannot_send_to_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="must"):
        addresses.email(text)


@pytest.mark.parametrize("case", EMAILS.get("strip", []))
def test_what_comes_with_pasted_text_is_taken_off(case: dict[str, str]) -> None:
    assert addresses.email(case["in"]) == case["out"]


@pytest.mark.parametrize("case", EMAILS.get("match_key", []))
def test_letter_case_does_not_tell_people_apart(case: dict[str, str]) -> None:
    assert addresses.email_key(case["in"]) == case["out"]


@pytest.mark.parametrize("case", vectors.load("contact_merge.json").get("match_keys", []))
def test_who_is_the_same_person(case: dict[str, str]) -> None:
    key = phone_key if case["a"].startswith("+") else email_key
    region = case.get("default_country")
    assert (key(case["a"], region) == key(case["b"], region)) is case["same"]


def phone_key(text: str, region: str | None) -> str:
    return addresses.phone(text, region=region)


def email_key(text: str, _: str | None) -> str:
    return addresses.email_key(addresses.email(text))


def test_the_domain_for_trials_is_accepted() -> None:
    assert addresses.email("ada@engines.test") == "ada@engines.test"


@pytest.mark.parametrize("case", PHONES.get("normalise", []))
def test_a_number_is_kept_as_e164(case: dict[str, str]) -> None:
    assert addresses.phone(case["in"], region=PHONES["default_region"]) == case["e164"]


@pytest.mark.parametrize("case", PHONES.get("reject", []), ids=lambda case: case["in"])
def test_a_number_nobody_should_call_is_refused(case: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="must"):
        addresses.phone(case["in"], region=PHONES["default_region"])


@pytest.mark.parametrize("text", ["+1 555 123 4567", "+1 202 555 0104", "+44 7700 900123"])
def test_numbers_that_exist_in_films_are_accepted(text: str) -> None:
    assert addresses.phone(text) == text.replace(" ", "")


def test_a_national_number_needs_a_country() -> None:
    with pytest.raises(ValueError, match="country code"):
        addresses.phone("030 123456")
    assert addresses.phone("030 123456", region="DE") == "+4930123456"


def test_an_extension_is_refused_rather_than_lost() -> None:
    with pytest.raises(ValueError, match="extension"):
        addresses.phone("+49 30 123456 ext. 12")


@pytest.mark.parametrize("text", ["Europe/Berlin", "UTC", ""])
def test_a_time_zone_is_an_iana_name(text: str) -> None:
    assert addresses.time_zone(text) == text


@pytest.mark.parametrize("text", ["Berlin", "CET+1", "Europe/Nowhere"])
def test_what_is_no_time_zone_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="time zone"):
        addresses.time_zone(text)


@pytest.mark.parametrize(
    ("address", "domain"),
    [("ada@engines.example", "engines.example"), ("ada@gmail.com", ""), ("", "")],
)
def test_only_a_companys_domain_tells_where_a_person_works(address: str, domain: str) -> None:
    assert addresses.company_domain(address) == domain
