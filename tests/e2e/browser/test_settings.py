"""Administration by clicks, checked from the other side."""

from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.browser.conftest import Desk
from tests.e2e.browser.pages import PHONE, opened, sign_in
from tests.harness.http import made
from tests.harness.suite import Suite

PASSWORD = "meadow-lantern-crosses-nine"


@pytest.mark.parametrize("size", [{}, PHONE], ids=["desk", "phone"])
def test_a_new_role_that_sees_its_own_records_shows_a_person_nothing_else(
    desk: Desk, page: Page, suite: Suite, size: dict[str, Any]
) -> None:
    mark = uuid4().hex[:8]
    with suite.admin() as admin:
        made(admin.post("/v1/contacts", {"first_name": "Foreign", "last_name": mark}))
    office = desk("admin", **size)
    make_role(office, f"Narrow {mark}", f"narrow_{mark}")
    expect_seen_as(office, f"narrow {mark}")
    add_person(office, f"Nora {mark}", f"nora-{mark}@trellis.example", f"Narrow {mark}")

    sign_in(page, f"nora-{mark}@trellis.example", PASSWORD)
    rail = page.get_by_role("navigation", name="Teams")
    expect(rail.get_by_role("link", name="Marketing")).to_be_visible()
    expect(rail.get_by_role("link", name="Support")).to_have_count(0)
    contacts = page.evaluate("() => fetch('/v1/contacts').then((answer) => answer.json())")
    assert contacts["contacts"] == []
    opened(page, "/settings/account")
    rights = page.get_by_role("region", name="What you may do")
    expect(rights.get_by_role("row").filter(has_text="Contacts")).to_contain_text("Own")


def make_role(page: Page, name: str, key: str) -> None:
    opened(page, "/settings/roles")
    page.get_by_role("button", name="Add role").click()
    page.get_by_role("textbox", name="Name").fill(name)
    page.get_by_role("textbox", name="Key").fill(key)
    page.get_by_role("button", name="Create and choose permissions").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(name)
    page.get_by_role("combobox", name="Contacts: See").select_option("OWN")
    page.get_by_role("combobox", name="Contacts: Create and change").select_option("OWN")
    page.get_by_role("button", name="Save role").click()
    expect(page.get_by_role("region", name="2 changes")).to_have_count(0)


def expect_seen_as(page: Page, role: str) -> None:
    page.get_by_role("link", name="View as").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"As {role}")
    contacts = page.get_by_role("listitem").filter(has_text="Contacts")
    expect(contacts).to_contain_text("See: own · Create and change: own")
    expect(page.get_by_role("listitem").filter(has_text="Deals")).to_contain_text("not at all")


def add_person(page: Page, name: str, email: str, role: str) -> None:
    opened(page, "/settings/people")
    page.get_by_role("button", name="Add person").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("textbox", name="Name").fill(name)
    dialog.get_by_role("textbox", name="E-mail").fill(email)
    dialog.get_by_label("Roles").first.click(force=True)
    page.get_by_role("option", name=role).click()
    dialog.get_by_role("textbox", name="First password").fill(PASSWORD)
    dialog.get_by_role("button", name="Add person").click()
    expect(dialog).to_have_count(0)


def test_a_refused_form_keeps_what_was_typed_and_points_at_the_field(desk: Desk) -> None:
    page = opened(desk("admin"), "/settings/roles")
    page.get_by_role("button", name="Add role").click()
    page.get_by_role("textbox", name="Name").fill("Refused")
    page.get_by_role("textbox", name="Key").fill("Not A Key")
    page.get_by_role("button", name="Create and choose permissions").click()

    expect(page.get_by_role("alert")).to_contain_text("Key")
    expect(page.get_by_role("textbox", name="Name")).to_have_value("Refused")
    page.reload()
    page.get_by_role("button", name="Add role").click()
    expect(page.get_by_role("textbox", name="Key")).to_have_value("Not A Key")
    page.get_by_role("button", name="Cancel").click()


def test_the_list_of_people_says_which_role_each_has(desk: Desk, suite: Suite) -> None:
    mark = uuid4().hex[:8]
    with suite.admin() as admin:
        roles = {role["name"]: role["id"] for role in made(admin.get("/v1/roles"))["roles"]}
        login = {
            "name": f"P{mark}",
            "email": f"{mark}@example.com",
            "password": f"quite {mark} long",
        }
        made(admin.post("/v1/users", {**login, "role_ids": [roles["Marketer"]], "team_ids": []}))
    page = opened(desk("admin"), f"/settings/people?q=P{mark}")

    row = page.get_by_role("row").filter(has_text=f"P{mark}")
    expect(row.get_by_role("cell", name="Marketer", exact=True)).to_be_visible()


def test_dates_and_numbers_are_written_as_the_person_chose(page: Page, suite: Suite) -> None:
    email = f"lang-{uuid4().hex[:8]}@trellis.example"
    with suite.admin() as admin:
        made(admin.post("/v1/users", {"name": "Lena Lang", "email": email, "password": PASSWORD}))
    sign_in(page, email, PASSWORD, "/settings/account")
    profile = page.get_by_role("region", name="Profile")
    language = profile.get_by_role("combobox", name="Language and region")
    expect(language).to_have_attribute("placeholder", "As this browser: English (United States)")
    expect(profile).to_contain_text("1,234,567.50")
    language.fill("austria")
    page.get_by_role("option", name="German (Austria)").click()
    expect(profile).to_contain_text("1\u00a0234\u00a0567,50")
    profile.get_by_role("button", name="Save").click()

    here = page.get_by_role("region", name="Signed in on").get_by_role("listitem").first
    expect(here).to_contain_text("vor")  # "vor 3 Sekunden"
    expect(language).to_have_value("German (Austria)")
