"""One-time links by clicks: an admin makes one, a person sets a password and is in."""

import re
from typing import Any
from urllib.parse import quote
from uuid import uuid4

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.browser.conftest import Axe, Desk
from tests.e2e.browser.pages import PHONE, opened, settled, sign_in
from tests.harness.http import made
from tests.harness.suite import Suite

PASSWORD = "meadow-lantern-crosses-nine"


@pytest.mark.parametrize("size", [{}, PHONE], ids=["desk", "phone"])
def test_a_new_person_gets_a_link_and_sets_their_own_password(
    desk: Desk, page: Page, axe: Axe, size: dict[str, Any]
) -> None:
    mark = uuid4().hex[:8]
    if size:
        page.set_viewport_size(size["viewport"])
    office = opened(desk("admin", **size), "/settings/people")
    office.get_by_role("button", name="Add person").click()
    dialog = office.get_by_role("dialog")
    dialog.get_by_role("textbox", name="Name").fill(f"Ines {mark}")
    dialog.get_by_role("textbox", name="E-mail").fill(f"ines-{mark}@trellis.example")
    dialog.get_by_role("button", name="Add person").click()
    link = link_in(office, f"Link for Ines {mark}")
    expect(office.get_by_role("button", name="Copy the link")).to_be_focused()
    mail = office.get_by_role("link", name="Write an e-mail").get_attribute("href") or ""
    assert mail.startswith(f"mailto:{quote(f'ines-{mark}@trellis.example')}?")
    assert quote(link, safe="") in mail
    axe(office)

    page.goto(link)
    expect(page.get_by_role("heading", level=1)).to_have_text("Set your password")
    expect(page.get_by_text(f"For the account of Ines {mark}")).to_be_visible()
    axe(page)
    assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
    give(page, "short", "short")
    expect(field(page, "New password")).to_have_accessible_description(
        re.compile("must have 12 to 128")
    )
    give(page, PASSWORD, PASSWORD + "!")
    expect(page.get_by_text("New password again is not the same as above")).to_be_visible()
    expect(field(page, "New password")).to_have_value(PASSWORD)
    axe(page)
    give(page, PASSWORD, PASSWORD)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Hello")

    page.goto(link)
    expect(page.get_by_role("alert")).to_contain_text("This link no longer works")
    expect(page.get_by_role("alert")).to_contain_text("Ask the person who sent it to you")
    axe(page)
    page.context.clear_cookies()
    sign_in(page, f"ines-{mark}@trellis.example", PASSWORD)


def test_who_forgot_the_password_gets_a_link_and_a_newer_one_ends_it(
    desk: Desk, page: Page, suite: Suite
) -> None:
    mark = uuid4().hex[:8]
    person = {"name": f"Lost {mark}", "email": f"lost-{mark}@trellis.example"}
    with suite.admin() as admin:
        made(admin.post("/v1/users", {**person, "password": PASSWORD}))
    office = opened(desk("admin"), f"/settings/people?q=Lost {mark}")
    first = new_link(office, f"Lost {mark}")
    second = new_link(office, f"Lost {mark}")
    assert first != second

    page.goto(first)
    expect(page.get_by_role("alert")).to_contain_text("This link no longer works")
    page.goto(second)  # only what stands behind # changes: the page stays and looks again
    give(page, f"quite another {mark}", f"quite another {mark}")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Hello")
    page.goto("/sign-in/link")
    expect(page.get_by_role("alert")).to_contain_text("This link no longer works")
    settled(page).get_by_role("link", name="Go to sign-in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")


def new_link(office: Page, name: str) -> str:
    office.get_by_role("button", name=f"More for {name}").click()
    office.get_by_role("menuitem", name="New link to set a password").click()
    link = link_in(office, f"Link for {name}")
    office.get_by_role("button", name="Done").click()
    expect(office.get_by_role("dialog")).to_have_count(0)
    return link


def link_in(office: Page, title: str) -> str:
    """The link the dialog shows."""
    dialog = office.get_by_role("dialog", name=title)
    expect(dialog).to_contain_text("Nobody else should see it")
    expect(dialog).to_contain_text("72 hours")
    return dialog.get_by_role("textbox", name="Link to set a password").input_value()


def field(page: Page, label: str) -> Locator:
    return page.get_by_role("textbox", name=label, exact=True)


def give(page: Page, password: str, again: str) -> None:
    field(page, "New password").fill(password)
    field(page, "New password again").fill(again)
    page.get_by_role("button", name="Set password and sign in").click()
