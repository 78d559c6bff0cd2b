"""What an admin wants to know of every new record is asked where it is made."""

import re
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import expect

from tests.e2e.browser.conftest import Axe, Desk
from tests.e2e.browser.pages import PHONE, opened
from tests.harness.http import Client, made
from tests.harness.suite import Suite

#: One of each kind that has an input of its own, and the text to be found among them.
KINDS: tuple[dict[str, Any], ...] = (
    {"label": "Region", "type": "CHOICE", "options": ["North", "South"]},
    {"label": "Seats", "type": "NUMBER", "help_text": "How many people would use it"},
    {"label": "Partner", "type": "BOOLEAN"},
    {"label": "Products", "type": "CHOICES", "options": ["Desk", "Line"]},
)


@pytest.fixture
def admin(suite: Suite) -> Client:
    return suite.admin()


@pytest.fixture
def mark() -> str:
    return f"x{uuid4().hex[:8]}"


@pytest.fixture
def asked(admin: Client, mark: str) -> Iterator[Client]:
    """Four fields that a new person and a new company must have, gone after the test."""
    kept: list[str] = []
    try:
        for kind in KINDS:
            for resource in ("CONTACT", "COMPANY"):
                key = f"{kind['label'].lower()}_{mark}"
                label = f"{kind['label']} {mark}"
                field = kind | {"key": key, "label": label, "resource": resource, "required": True}
                kept.append(made(admin.post("/v1/fields", field))["id"])
        yield admin
    finally:
        for field_id in kept:
            admin.delete(f"/v1/fields/{field_id}")


def test_a_new_person_is_asked_for_what_every_person_must_have(
    desk: Desk, asked: Client, mark: str, axe: Axe
) -> None:
    page = opened(desk("marketer"), "/leads/people")
    page.get_by_role("button", name="New person").first.click()
    dialog = page.get_by_role("dialog", name="New person")
    dialog.get_by_role("textbox", name="Last name").fill(mark)
    dialog.get_by_label(f"Region {mark}").select_option("South")
    dialog.get_by_label(f"Partner {mark}").select_option("no")
    seats = dialog.get_by_role("textbox", name=f"Seats {mark}")
    expect(seats).to_have_accessible_description("How many people would use it")
    dialog.get_by_role("button", name="Add person").click()
    expect(dialog.get_by_role("alert")).to_contain_text(f"Seats {mark}, Products {mark}")
    expect(seats).to_have_accessible_description(re.compile("is required"))
    axe(page)

    seats.fill("12")
    dialog.get_by_role("combobox", name=f"Products {mark}").click()
    page.get_by_role("option", name="Line").click()
    page.keyboard.press("Tab")
    dialog.get_by_role("button", name="Add person").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(mark)
    (person,) = made(asked.get("/v1/contacts", filter=f'last_name = "{mark}"'))["contacts"]
    assert {key.split("_")[0]: value for key, value in person["custom_fields"].items()} == {
        "region": "South",
        "seats": 12,
        "partner": False,
        "products": ["Line"],
    }
    expect(page.get_by_text("How many people would use it")).to_be_visible()


def test_a_new_company_is_asked_on_a_phone_too(
    desk: Desk, asked: Client, mark: str, axe: Axe
) -> None:
    page = opened(desk("marketer", **PHONE), "/leads/companies")
    page.get_by_role("button", name="New company").first.click()
    dialog = page.get_by_role("dialog", name="New company")
    dialog.get_by_role("textbox", name="Name").fill(f"Works {mark}")
    dialog.get_by_role("button", name="Add company").click()
    region = dialog.get_by_label(f"Region {mark}")
    expect(region).to_be_focused()
    axe(page)
    region.select_option("North")
    dialog.get_by_label(f"Partner {mark}").select_option("yes")
    dialog.get_by_role("textbox", name=f"Seats {mark}").fill("3.5")
    dialog.get_by_role("combobox", name=f"Products {mark}").click()
    page.get_by_role("option", name="Desk").click()
    page.keyboard.press("Tab")
    dialog.get_by_role("button", name="Add company").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Works {mark}")
    (company,) = made(asked.get("/v1/companies", filter=f'name = "Works {mark}"'))["companies"]
    assert company["custom_fields"][f"seats_{mark}"] == 3.5
    assert company["custom_fields"][f"partner_{mark}"] is True
