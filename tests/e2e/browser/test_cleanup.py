"""The monthly clean-up in the browser: archive and keep with one click and a way back."""

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.browser.conftest import Axe, Desk
from tests.e2e.browser.pages import PHONE, opened
from tests.harness.http import Client, made
from tests.harness.suite import Suite
from tests.harness.waiting import eventually

QUEUE, POLICY = "/leads/cleanup", "/v1/cleanup_policy"


@pytest.fixture
def admin(suite: Suite) -> Iterator[Client]:
    """An admin's program; the policy is afterwards as it was, but for the reviewer there is."""
    with suite.admin() as client:
        before = made(client.get(POLICY))
        yield client
        names = ("enabled", "reviewer_id", "stale_months")
        made(client.patch(POLICY, {name: before[name] for name in names}))


@pytest.fixture
def lacking(admin: Client) -> dict[str, Any]:
    """A person without address and phone, whom a round has found."""
    person = made(admin.post("/v1/contacts", {"last_name": f"P{uuid4().hex[:12]}"}))
    people = made(admin.get("/v1/users", filter='name:"a"'))["users"]
    reviewer = next(each["id"] for each in people if each["state"] == "ACTIVE")
    said = {"enabled": True, "reviewer_id": reviewer}
    eventually(lambda: admin.patch(POLICY, said).ok, what="leads knows who works here")
    made(admin.post(f"{POLICY}:run"))
    eventually(lambda: items(admin, person["id"]), what="a round finds it")
    return person


def items(admin: Client, contact_id: str) -> list[dict[str, Any]]:
    filter_ = f'contact_id = "{contact_id}"'
    found: list[dict[str, Any]] = made(admin.get("/v1/cleanup_items", filter=filter_))[
        "cleanup_items"
    ]
    return found


def queue_of(page: Page, person: dict[str, Any], view: str = "") -> Page:
    """The queue, narrowed to one person."""
    return opened(page, f"{QUEUE}?q={person['last_name']}{view}")


def test_a_record_is_archived_with_one_click_and_brought_back_with_another(
    desk: Desk, admin: Client, lacking: dict[str, Any]
) -> None:
    name = lacking["last_name"]
    page = queue_of(desk("marketer"), lacking)
    expect(page.get_by_text("No e-mail and no phone.")).to_be_visible()
    page.get_by_role("button", name=f"Archive {name}").click()
    expect(page.get_by_text("Archived")).to_be_visible()
    expect(page.get_by_role("button", name=f"Archive {name}")).to_have_count(0)
    assert admin.get(f"/v1/contacts/{lacking['id']}").status_code == 404
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("button", name=f"Archive {name}")).to_be_visible()
    assert admin.get(f"/v1/contacts/{lacking['id']}").ok


def test_a_record_is_kept_and_asked_about_again_on_a_phone(
    desk: Desk, admin: Client, lacking: dict[str, Any], axe: Axe
) -> None:
    name = lacking["last_name"]
    page = queue_of(desk("marketer", **PHONE), lacking)
    keep = page.get_by_role("button", name=f"Keep {name}")
    expect(keep).to_be_visible()
    axe(page)
    keep.click()
    expect(page.get_by_text("Kept as it is")).to_be_visible()
    expect(keep).to_have_count(0)
    queue_of(page, lacking, "&filter=state+%3D+KEPT")
    page.get_by_role("button", name=f"Ask again about {name}").click()
    queue_of(page, lacking)
    expect(keep).to_be_visible()
    assert items(admin, lacking["id"])[0]["state"] == "OPEN"


def test_by_keyboard_what_is_selected_is_archived_together(
    desk: Desk, admin: Client, lacking: dict[str, Any]
) -> None:
    page = queue_of(desk("marketer", color_scheme="dark"), lacking)
    expect(page.get_by_role("link", name=lacking["last_name"])).to_be_visible()
    page.keyboard.press("j")
    expect(page.locator("[data-cursor]")).to_be_visible()
    page.keyboard.press("x")
    selected = page.get_by_role("region", name="Bulk actions")
    selected.get_by_role("button", name="Archive").press("Enter")
    expect(page.get_by_text("Archived")).to_be_visible()
    assert admin.get(f"/v1/contacts/{lacking['id']}").status_code == 404


def test_whoever_may_names_the_reviewer_and_others_are_not_offered_to(
    desk: Desk, admin: Client, lacking: dict[str, Any], axe: Axe
) -> None:
    page = opened(desk("manager"), f"{QUEUE}/rules")
    page.get_by_role("button", name="Change: The monthly round").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("textbox", name="Stale after").fill("18")
    axe(page)
    dialog.get_by_role("button", name="Save").click()
    expect(dialog).to_have_count(0)
    expect(page.get_by_role("region", name="The monthly round")).to_contain_text("for 18 months")
    policy = made(admin.get(POLICY))
    assert policy["stale_months"] == 18
    reviewer = made(admin.get(f"/v1/users/{policy['reviewer_id']}"))["name"]
    expect(page.get_by_role("definition").get_by_text(reviewer)).to_be_visible()

    page = opened(desk("rep"), "/leads/people")
    sections = page.get_by_role("navigation", name="Sections")
    expect(sections.get_by_role("link", name="People")).to_be_visible()
    expect(sections.get_by_role("link", name="Clean-up")).to_have_count(0)
