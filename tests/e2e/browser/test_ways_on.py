"""No page is a dead end: what one may not see, what is not there, a forgotten password."""

import re
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.browser.conftest import Desk
from tests.e2e.browser.pages import PHONE, opened, sign_in
from tests.harness.http import made
from tests.harness.suite import Suite

CLOSED = [
    ("/deals/", "Sales", "deals.read"),
    ("/settings/audit", "Audit", "audit.read"),
    ("/settings/roles", "Roles", "roles.read"),
]


@pytest.mark.parametrize(("path", "name", "right"), CLOSED)
@pytest.mark.parametrize("size", [{}, PHONE], ids=["desk", "phone"])
def test_a_place_one_may_not_see_says_who_may_and_leads_home(
    desk: Desk, suite: Suite, path: str, name: str, right: str, size: dict[str, Any]
) -> None:
    with suite.signed_in("marketer") as marketer:
        holders = made(marketer.get(f"/v1/permissions/{right}:explain"))["user_names"]
    page = opened(desk("marketer", **size), path)
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_have_text(f"You may not see “{name}”")
    main = page.get_by_role("main")
    expect(main).to_contain_text(re.compile("|".join(map(re.escape, holders))))
    expect(main.get_by_role("textbox")).to_have_count(0)
    main.get_by_role("link", name="Go to my home page").click()
    expect(heading).to_contain_text("Hello")


@pytest.mark.parametrize("path", ["/leads/nowhere", "/settings/nowhere"])
def test_an_address_that_means_nothing_says_so(desk: Desk, path: str) -> None:
    page = opened(desk("marketer"), path)
    expect(page.get_by_role("heading", level=1)).to_have_text("There is no such page")
    page.get_by_role("link", name="Go to my home page").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Hello")


def test_who_forgot_the_password_gets_another_one(desk: Desk, page: Page, suite: Suite) -> None:
    mark = uuid4().hex[:8]
    email, password = f"forgot-{mark}@trellis.example", f"lantern {mark} crosses"
    person = {"name": f"Forgot {mark}", "email": email, "role_ids": [], "team_ids": []}
    with suite.admin() as admin:
        made(admin.post("/v1/users", {**person, "password": f"quite {mark} long"}))
    office = opened(desk("admin"), f"/settings/people?q=Forgot {mark}")
    office.get_by_role("button", name=f"More for Forgot {mark}").click()
    office.get_by_role("menuitem", name="Set a new password").click()
    dialog = office.get_by_role("dialog")
    dialog.get_by_role("textbox", name="New password").fill(password)
    dialog.get_by_role("button", name="Set a new password").click()
    expect(dialog).to_have_count(0)

    sign_in(page, email, password)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Hello")


def test_a_key_is_revoked_after_a_question(desk: Desk) -> None:
    name = f"Robot {uuid4().hex[:8]}"
    page = opened(desk("admin"), "/settings/keys")
    page.get_by_role("button", name="Create key").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("textbox", name="What it is for").fill(name)
    dialog.get_by_label("What it may do").first.click(force=True)
    page.get_by_role("option", name="activities.read").click()
    page.keyboard.press("Tab")
    dialog.get_by_role("button", name="Create key").click()
    page.get_by_role("button", name="I have it").click()

    row = page.get_by_role("row").filter(has_text=name)
    expect(row).to_contain_text("Tasks and calls: See")
    row.get_by_role("button", name="Revoke").click()
    dialog.get_by_role("button", name="Keep it").click()
    expect(dialog).to_have_count(0)
    row.get_by_role("button", name="Revoke").click()
    dialog.get_by_role("button", name="Revoke").click()
    expect(row.get_by_text("Revoked", exact=True)).to_be_visible()


def test_a_campaign_is_changed_before_it_goes_out(desk: Desk, suite: Suite) -> None:
    mark = uuid4().hex[:8]
    with suite.admin() as admin:
        segment = made(admin.post("/v1/segments", {"name": mark, "filter": f"tags:{mark}"}))
        campaign = {"name": mark, "segment_id": segment["id"], "template_key": "welcome"}
        planned = made(admin.post("/v1/campaigns", campaign))
    page = opened(desk("marketer"), f"/leads/campaigns/{planned['id']}")
    page.get_by_role("button", name="More", exact=True).click()
    page.get_by_role("menuitem", name="Change campaign").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("textbox", name="Name").fill(f"Mended {mark}")
    dialog.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Mended {mark}")
    with suite.admin() as admin:
        assert made(admin.get(f"/v1/campaigns/{planned['id']}"))["segment_id"] == segment["id"]
