"""The desk of support: what is beside a ticket, and what merging offers."""

from playwright.sync_api import expect

from tests.e2e.browser.conftest import Desk
from tests.e2e.browser.pages import opened
from tests.e2e.browser.test_support import QUEUE, complained, my_name
from tests.harness.suite import Suite


def test_a_small_desk_has_the_customer_beside_the_ticket(desk: Desk, suite: Suite) -> None:
    complaint = complained(suite)
    page = desk("agent", viewport={"width": 1280, "height": 800})
    opened(page, f"{QUEUE}/{complaint.ticket_id}")
    expect(page.get_by_role("combobox", name="Seen to by")).to_be_in_viewport()
    expect(page.get_by_role("region", name="Customer")).to_be_in_viewport()


def test_merging_says_when_there_is_nothing_to_merge_with(desk: Desk, suite: Suite) -> None:
    complaint = complained(suite)
    page = opened(desk("agent"), f"{QUEUE}/{complaint.ticket_id}")
    page.get_by_role("button", name="More actions").click()
    page.get_by_role("menuitem", name="Merge into another").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text(f"No other open ticket is found for “{complaint.email}”")
    expect(dialog.get_by_text("It goes into")).to_have_count(0)


def test_what_is_nobodys_is_taken_and_solved_by_one_press(desk: Desk, suite: Suite) -> None:
    complaint = complained(suite)
    page = opened(desk("agent"), f"{QUEUE}/{complaint.ticket_id}")
    page.get_by_role("button", name="Take and solve").click()
    expect(page.get_by_text("is yours, and solved")).to_be_visible()
    expect(page.get_by_role("button", name="Reopen")).to_be_visible()
    owner = page.get_by_role("combobox", name="Seen to by").locator("option:checked")
    expect(owner).to_have_text(my_name(page))


def test_the_key_that_solves_takes_what_is_nobodys(desk: Desk, suite: Suite) -> None:
    complaint = complained(suite)
    page = opened(desk("agent"), f"{QUEUE}/{complaint.ticket_id}")
    expect(page.get_by_role("button", name="Take and solve")).to_be_visible()
    page.keyboard.press("s")
    expect(page.get_by_role("button", name="Reopen")).to_be_visible()
    expect(page.get_by_role("alert")).to_have_count(0)
