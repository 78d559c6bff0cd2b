"""The desk of support: what is beside a ticket, and what merging offers."""

from typing import Any
from uuid import uuid4

from playwright.sync_api import Page, expect
from requests import Response

from tests.e2e.browser.conftest import Axe, Desk
from tests.e2e.browser.pages import PHONE, opened, press_until
from tests.e2e.browser.test_support import ANGRY, QUEUE, Complaint, complained, my_name, written
from tests.harness.http import made
from tests.harness.suite import Suite
from tests.harness.waiting import eventually


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
    expect(dialog).to_contain_text("Ada Quinn has no other open ticket")
    expect(dialog.get_by_text("It goes into")).to_have_count(0)

    unheard = f"rotas of {uuid4().hex}"
    with page.expect_request(lambda request: "tickets:search" in request.url):
        page.route("**/v1/tickets:search*", lambda _: None)
        dialog.get_by_role("textbox", name="Find the other ticket").fill(unheard)
    expect(dialog).not_to_contain_text("Ada Quinn has no other open ticket")
    expect(dialog).not_to_contain_text("is found for")
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="More actions")).to_be_focused()


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


def test_merging_tickets_of_one_customer_warns_of_nothing_and_goes_by_keyboard(
    desk: Desk, suite: Suite
) -> None:
    complaint = complained(suite)
    again = {"subject": f"Still empty {uuid4().hex[:8]}", "contact_email": complaint.email}
    with suite.admin() as admin:
        made(admin.post("/v1/tickets", again))
    page = opened(desk("agent"), f"{QUEUE}/{complaint.ticket_id}")
    page.get_by_role("button", name="More actions").click()
    page.get_by_role("menuitem", name="Merge into another").click()
    dialog = page.get_by_role("dialog")
    ticket = dialog.get_by_role("radio", name=again["subject"])
    press_until(page, "Tab", ticket.and_(page.locator(":focus")))
    page.keyboard.press("Space")
    expect(dialog.get_by_role("button", name="Merge", exact=True)).to_be_enabled()
    expect(dialog.get_by_text("two customers")).to_have_count(0)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name=again["subject"])).to_be_focused()


def test_tickets_from_the_same_address_are_one_customer_s_before_anybody_knows_who(
    desk: Desk, suite: Suite
) -> None:
    complaint = complained(suite)
    again = {"subject": f"Still empty {uuid4().hex[:8]}", "contact_email": complaint.email}
    with suite.admin() as admin:
        ticket_id = made(admin.post("/v1/tickets", again))["id"]

    with suite.admin() as admin:
        eventually(lambda: known(admin.get(f"/v1/tickets/{complaint.ticket_id}")))
    with suite.database("tickets") as tickets:
        tickets.execute("UPDATE tickets SET contact_id = NULL WHERE id = %s", (ticket_id,))
    page = opened(desk("agent"), f"{QUEUE}/{complaint.ticket_id}")
    customer = page.get_by_role("region", name="Customer")
    expect(customer.get_by_role("link", name=again["subject"])).to_be_visible()


def test_what_happened_last_says_when_it_happened_not_when_it_was_written_down(
    desk: Desk, suite: Suite
) -> None:
    complaint = complained(suite)
    call = {"outcome": "REACHED", "summary": "A month ago", "occur_time": "2026-01-15T10:00:00Z"}
    with suite.admin() as admin:
        ticket = eventually(lambda: known(admin.get(f"/v1/tickets/{complaint.ticket_id}")))
        made(admin.post(f"/v1/contacts/{ticket['contact_id']}/calls", call))
    page = opened(desk("agent"), f"{QUEUE}/{complaint.ticket_id}")
    entry = page.get_by_role("region", name="Customer").get_by_role("listitem")
    called = entry.filter(has=page.locator("time[datetime^='2026-01-15']"))
    expect(called).to_have_count(1)


def known(answer: Response) -> dict[str, Any] | None:
    """The ticket, once its contact is known."""
    ticket = made(answer)
    return ticket if ticket["contact_id"] else None


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


def split_off(page: Page, complaint: Complaint) -> None:
    """What is to be seen after the complaint became a ticket about an invoice."""
    expect(page.get_by_role("heading", name="An invoice came twice")).to_be_visible()
    expect(page.get_by_text(ANGRY, exact=True).last).to_be_visible()
    page.get_by_role("link", name="Open the other ticket").click()
    expect(page.get_by_role("heading", name=complaint.subject)).to_be_visible()
    page.get_by_role("link", name="It is a ticket of its own now").click()
    expect(page.get_by_role("heading", name="An invoice came twice")).to_be_visible()


def asked_to_split(page: Page) -> None:
    """The menu of the message, by keys."""
    page.get_by_role("button", name="More for what Ada Quinn wrote").press("Enter")
    expect(page.get_by_role("menuitem", name="Make this its own ticket")).to_be_visible()
    press_until(page, "ArrowDown", page.locator('[role="menuitem"]:focus', has_text="its own"))
    page.keyboard.press("Enter")


def test_a_message_becomes_its_own_ticket_by_keyboard(desk: Desk, suite: Suite, axe: Axe) -> None:
    complaint = complained(suite)
    page = opened(desk("agent"), f"{QUEUE}/{complaint.ticket_id}")
    asked_to_split(page)
    subject = page.get_by_role("dialog").get_by_role("textbox", name="What is it about?")
    expect(subject).to_be_focused()
    page.keyboard.press("Enter")
    expect(subject).to_have_attribute("aria-invalid", "true")
    axe(page)
    page.keyboard.type("An invoice came twice")
    page.keyboard.press("Escape")  # what was typed is kept
    expect(page.get_by_role("dialog")).to_have_count(0)
    asked_to_split(page)
    expect(subject).to_have_value("An invoice came twice")
    subject.press("Enter")
    expect(page.get_by_role("heading", name="An invoice came twice")).to_be_focused()
    split_off(page, complaint)


def test_a_message_becomes_its_own_ticket_on_a_phone(desk: Desk, suite: Suite) -> None:
    complaint = complained(suite)
    page = opened(desk("agent", **PHONE), f"{QUEUE}/{complaint.ticket_id}")
    page.get_by_role("button", name="More for what Ada Quinn wrote").tap()
    page.get_by_role("menuitem", name="Make this its own ticket").tap()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("textbox", name="What is it about?").fill("An invoice came twice")
    dialog.get_by_role("button", name="Make the ticket").tap()
    split_off(page, complaint)
