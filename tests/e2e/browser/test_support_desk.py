"""The desk of support: what is beside a ticket, and what merging offers."""

from uuid import uuid4

from playwright.sync_api import expect

from tests.e2e.browser.conftest import Desk
from tests.e2e.browser.pages import opened
from tests.e2e.browser.test_support import QUEUE, complained, my_name, written
from tests.harness.http import made
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


def test_merging_tickets_of_two_customers_names_both_before_it_is_done(
    desk: Desk, suite: Suite
) -> None:
    complaint, other = complained(suite), written(suite, f"Keys {uuid4().hex[:8]}", name="Bo Diaz")
    page = opened(desk("agent"), f"{QUEUE}/{complaint.ticket_id}")
    page.get_by_role("button", name="More actions").click()
    page.get_by_role("menuitem", name="Merge into another").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("textbox", name="Find the other ticket").fill(other.subject)
    dialog.get_by_role("radio", name=other.subject).check()
    expect(dialog.get_by_role("status")).to_contain_text("These are two customers")
    expect(dialog.get_by_role("status")).to_contain_text("from Ada Quinn")
    expect(dialog.get_by_role("status")).to_contain_text("Answers will go to Bo Diaz only")
    dialog.get_by_role("button", name="Merge all the same").click()
    expect(page.get_by_role("heading", name=other.subject)).to_be_visible()


def test_merging_tickets_of_one_customer_warns_of_nothing(desk: Desk, suite: Suite) -> None:
    complaint = complained(suite)
    again = {"subject": f"Still empty {uuid4().hex[:8]}", "contact_email": complaint.email}
    with suite.admin() as admin:
        made(admin.post("/v1/tickets", again))
    page = opened(desk("agent"), f"{QUEUE}/{complaint.ticket_id}")
    page.get_by_role("button", name="More actions").click()
    page.get_by_role("menuitem", name="Merge into another").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("radio", name=again["subject"]).check()
    expect(dialog.get_by_role("button", name="Merge", exact=True)).to_be_enabled()
    expect(dialog.get_by_text("two customers")).to_have_count(0)


def test_the_sheet_of_keys_tells_what_the_desk_listens_to(desk: Desk) -> None:
    page = opened(desk("agent"), QUEUE)
    page.keyboard.press("Shift+?")
    mine = page.get_by_role("dialog", name="Keyboard").get_by_role("region", name="At the tickets")
    for key, does in (
        ("j", "Next ticket"),
        ("k", "Previous ticket"),
        ("r", "Write to the customer"),
        ("n", "Write an internal note"),
        ("t", "Take the ticket"),
        ("s", "Solve it"),
        ("Escape", "out of the ticket"),
    ):
        line = mine.locator("div").filter(has=page.get_by_text(key, exact=True))
        expect(line).to_contain_text(does)


def test_who_took_a_ticket_is_said_in_a_sentence(desk: Desk, suite: Suite) -> None:
    complaint = complained(suite)
    page = opened(desk("agent"), f"{QUEUE}/{complaint.ticket_id}")
    page.get_by_role("button", name="Take it").click()
    expect(page.get_by_text(f"{my_name(page)} took it.", exact=True)).to_be_visible()


def test_what_is_due_first_is_on_top_of_a_queue(desk: Desk, suite: Suite) -> None:
    page = desk("agent")
    me = page.request.get("/v1/me").json()["id"]
    asked = {"contact_email": f"{uuid4().hex[:12]}@customer.example"}
    with suite.admin() as admin:
        first, last = (
            made(admin.post("/v1/tickets", {"subject": haste, "priority": haste, **asked}))["id"]
            for haste in ("NORMAL", "URGENT")
        )
        in_order = f'[data-ticket="{last}"], [data-ticket="{first}"]'
        for queue in ("unassigned", "mine"):
            opened(page, f"/tickets/q/{queue}")
            expect(page.locator(in_order)).to_contain_text(["URGENT", "NORMAL"])
            for ticket_id in (last, first):
                made(admin.post(f"/v1/tickets/{ticket_id}:assign", {"owner_id": me}))
