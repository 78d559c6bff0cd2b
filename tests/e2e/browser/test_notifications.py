"""The bell of every page: how much somebody was told and has not read, and the way to it."""

import re
from uuid import uuid4

from playwright.sync_api import Locator, Page, expect

from tests.e2e.browser.conftest import Axe, Desk
from tests.e2e.browser.pages import opened, posted, tab_to
from tests.harness.http import made
from tests.harness.suite import Suite

#: A fact goes through the relay, the worker and the stream; milliseconds, on a busy machine.
SLOW = 90_000
UNREAD = re.compile(r"^Notifications, \d+ unread$")


def bell(page: Page) -> Locator:
    return page.get_by_role("banner").get_by_role("button", name="Notifications")


def hearing(page: Page) -> Page:
    """A page that hears what happens, whose person has read everything."""
    opened(page, "/settings/account")
    page.wait_for_function("() => document.documentElement.dataset.live === 'on'")
    posted(page, "/v1/notifications:readAll", {})
    page.reload()
    expect(bell(page)).to_have_accessible_name("Notifications")
    return page


def given(suite: Suite, page: Page) -> tuple[str, str]:
    """A ticket that somebody gives to whoever looks at the page: its id and subject."""
    me = page.evaluate("() => fetch('/v1/me').then((answer) => answer.json())")["id"]
    subject = f"The rota is empty {uuid4().hex[:8]}"
    with suite.admin() as admin:
        ticket = {"subject": subject, "contact_email": f"{uuid4().hex[:12]}@customer.example"}
        ticket_id = str(made(admin.post("/v1/tickets", ticket))["id"])
        made(admin.post(f"/v1/tickets/{ticket_id}:assign", {"owner_id": me}))
    return ticket_id, subject


def test_what_one_is_told_shows_at_once_and_leads_there(desk: Desk, suite: Suite, axe: Axe) -> None:
    page = hearing(desk("agent"))
    ticket_id, subject = given(suite, page)
    expect(bell(page)).to_have_accessible_name(UNREAD, timeout=SLOW)

    bell(page).click()
    told = page.get_by_role("dialog", name="Notifications").get_by_role("link", name=subject)
    expect(told).to_have_accessible_name(re.compile("^Unread: Ticket #"))
    axe(page, "[role=dialog]")
    told.click()
    expect(page).to_have_url(re.compile(f"/tickets/{ticket_id}"))
    bell(page).click()
    expect(told).to_have_accessible_name(re.compile("^Ticket #"))


def test_all_is_read_by_keyboard(desk: Desk, suite: Suite) -> None:
    page = hearing(desk("agent"))
    given(suite, page)
    expect(bell(page)).to_have_accessible_name(UNREAD, timeout=SLOW)

    bell(page).press("Enter")
    tab_to(page, "Mark all as read")
    page.keyboard.press("Enter")
    expect(bell(page)).to_have_accessible_name("Notifications")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog", name="Notifications")).to_have_count(0)
    expect(bell(page)).to_be_focused()
