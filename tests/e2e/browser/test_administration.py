"""An admin's day beside people and roles: fields, service levels, health."""

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import expect

from tests.e2e.browser.conftest import Axe, Desk
from tests.e2e.browser.pages import PHONE, deaf, opened, posted, tab_to
from tests.harness.http import Client, made
from tests.harness.suite import Suite

LOW = "/v1/sla_policies/low"


@pytest.fixture
def admin(suite: Suite) -> Iterator[Client]:
    with suite.admin() as client:
        yield client


def new_field(admin: Client, label: str) -> dict[str, Any]:
    key = f"f{uuid4().hex[:12]}"
    field = {"resource": "COMPANY", "key": key, "label": label, "type": "TEXT"}
    return made(admin.post("/v1/fields", field))


@pytest.fixture
def low(admin: Client) -> Iterator[dict[str, Any]]:
    """The service level of low priority; afterwards it is as it was."""
    policies = made(admin.get("/v1/sla_policies"))["policies"]
    policy = next(one for one in policies if one["id"] == "low")
    yield policy
    made(admin.patch(LOW, {"first_response_seconds": policy["first_response_seconds"]}))


def test_a_field_is_added_by_keyboard_and_deleted_again(desk: Desk, admin: Client) -> None:
    key = f"k{uuid4().hex[:10]}"
    page = opened(desk("admin"), "/settings/fields")
    tab_to(page, "Add field of people")
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("textbox", name="Name")).to_be_focused()
    page.keyboard.type(f"Label {key}")
    tab_to(page, "Key")
    page.keyboard.type(key)
    page.keyboard.press("Enter")

    expect(page.get_by_text(f"custom_fields.{key}")).to_be_visible()
    page.get_by_role("button", name=f"More for Label {key}").press("Enter")
    page.get_by_role("menuitem", name="Delete").press("Enter")
    page.get_by_role("dialog").get_by_role("button", name="Delete").press("Enter")
    expect(page.get_by_text(f"custom_fields.{key}")).to_have_count(0)
    assert key not in {field["key"] for field in made(admin.get("/v1/fields"))["fields"]}


def test_a_field_takes_its_key_from_its_name_and_asks_for_choices_when_there_are_some(
    desk: Desk, admin: Client
) -> None:
    mark = uuid4().hex[:8]
    page = opened(desk("admin"), "/settings/fields")
    page.get_by_role("button", name="Add field of people").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("textbox", name="Name").fill(f"Größe {mark}")
    expect(dialog.get_by_role("textbox", name="Key")).to_have_value(f"grosse_{mark}")
    choices = dialog.get_by_label("Choices")
    expect(choices).to_have_count(0)
    dialog.get_by_label("Type").select_option("CHOICE")
    choices.fill("Small")
    choices.press("Enter")
    dialog.get_by_role("button", name="Add field").click()

    expect(page.get_by_text(f"custom_fields.grosse_{mark}")).to_be_visible()
    made_fields = made(admin.get("/v1/fields"))["fields"]
    (field,) = [each for each in made_fields if each["key"] == f"grosse_{mark}"]
    assert field["options"] == ["Small"]
    made(admin.delete(f"/v1/fields/{field['id']}"))


@pytest.mark.parametrize("size", [{}, PHONE], ids=["desk", "phone"])
def test_two_who_change_a_field_see_both_versions(
    desk: Desk, admin: Client, size: dict[str, Any]
) -> None:
    mark = uuid4().hex[:8]
    field = new_field(admin, f"Old {mark}")
    page = opened(deaf(desk("admin", **size)), "/settings/fields")
    page.get_by_role("button", name=f"More for Old {mark}").click()
    page.get_by_role("menuitem", name="Edit").click()
    page.get_by_role("dialog").get_by_role("textbox", name="Name").fill(f"Mine {mark}")
    made(admin.patch(f"/v1/fields/{field['id']}", {"label": f"Theirs {mark}"}))
    page.get_by_role("dialog").get_by_role("button", name="Save").click()
    both = page.get_by_role("dialog")
    expect(both.get_by_text(f"Theirs {mark}")).to_be_visible()
    both.get_by_role("button", name="Keep mine").click()

    expect(both).to_have_count(0)
    expect(page.get_by_text(f"Mine {mark}")).to_be_visible()
    assert made(admin.get(f"/v1/fields/{field['id']}"))["label"] == f"Mine {mark}"


@pytest.mark.parametrize("size", [{}, PHONE], ids=["desk", "phone"])
def test_a_service_level_is_changed_and_holds(
    desk: Desk, admin: Client, low: dict[str, Any], size: dict[str, Any]
) -> None:
    hours = low["first_response_seconds"] // 3600 + 3
    page = opened(desk("admin", **size), "/settings/service-levels")
    page.get_by_role("button", name="Change low").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("textbox", name="First answer, hours").fill(str(hours))
    dialog.get_by_role("button", name="Save").click()

    expect(page.get_by_role("row", name="Low")).to_contain_text(f"{hours} h")
    policies = made(admin.get("/v1/sla_policies"))["policies"]
    assert [one["first_response_seconds"] for one in policies if one["id"] == "low"] == [
        hours * 3600
    ]


def test_hours_that_are_no_hours_are_refused_at_their_day(desk: Desk) -> None:
    page = opened(desk("admin"), "/settings/service-levels")
    page.get_by_role("region", name="Business calendar").first.get_by_role("button").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("textbox", name="Monday").fill("nine to five")
    dialog.get_by_role("button", name="Save").click()

    expect(dialog.get_by_role("alert")).to_contain_text("Monday")
    expect(dialog.get_by_role("textbox", name="Monday")).to_have_value("nine to five")
    dialog.get_by_role("button", name="Cancel").click()


def test_health_names_the_parts_and_whether_they_answer(desk: Desk) -> None:
    page = opened(desk("admin"), "/settings/health")

    leads = page.get_by_role("listitem").filter(has_text="Leads: people and marketing")
    expect(leads).to_contain_text("Up")
    expect(page.get_by_role("region", name="Given up")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_has_nothing_to_say_of_a_role_as_it_is_seen(desk: Desk, axe: Axe, scheme: str) -> None:
    page = desk("admin", color_scheme=scheme)
    mark = uuid4().hex[:8]
    role = posted(page, "/v1/roles", {"key": f"seen_{mark}", "name": f"Seen {mark}"})
    opened(page, f"/settings/roles/{role['id']}/view")
    expect(page.get_by_role("heading", level=1)).to_have_text(f"As seen {mark}")
    axe(page)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_rights_of_a_role_fit_on_a_phone(
    desk: Desk, admin: Client, axe: Axe, scheme: str
) -> None:
    (role,) = made(admin.get("/v1/roles", filter="key = rep"))["roles"]
    page = opened(desk("admin", **PHONE, color_scheme=scheme), f"/settings/roles/{role['id']}")
    right = page.get_by_role("combobox", name="Contacts: Delete")
    expect(right).to_be_in_viewport(ratio=1)
    beside = "region => region.scrollWidth - region.clientWidth"
    assert page.get_by_role("region", name="Roles").evaluate(beside) == 0
    axe(page)
