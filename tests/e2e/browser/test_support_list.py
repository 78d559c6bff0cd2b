"""The list of all tickets: what is done to several of them at once, and taken back."""

from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.browser.conftest import Axe, Desk
from tests.e2e.browser.pages import PHONE, opened
from tests.e2e.browser.test_support import QUEUE, complained, my_name
from tests.harness.http import made
from tests.harness.suite import Suite


@pytest.fixture
def several(suite: Suite) -> list[dict[str, Any]]:
    """Three tickets that nobody sees to, with a label of their own."""
    label, email = f"l{uuid4().hex[:8]}", f"{uuid4().hex[:12]}@customer.example"
    asked = {"contact_email": email, "tags": [label]}
    with suite.admin() as admin:
        subjects = [f"Rota of {day} {uuid4().hex[:6]}" for day in ("Monday", "Tuesday", "Friday")]
        return [made(admin.post("/v1/tickets", {"subject": name, **asked})) for name in subjects]


def listed(page: Page, tickets: list[dict[str, Any]]) -> Page:
    """The list with these tickets alone, all of them selected."""
    (label,) = tickets[0]["tags"]
    opened(page, f'/tickets/all?filter=tags:"{label}"')
    boxes = page.get_by_role("checkbox", name="Select Rota")
    expect(boxes).to_have_count(len(tickets))
    for box in boxes.all():
        box.check()
    return page


def row(page: Page, ticket: dict[str, Any]) -> Locator:
    return page.get_by_role("row").filter(has_text=ticket["subject"])


def test_several_are_given_to_somebody_by_keyboard_and_it_is_taken_back(
    desk: Desk, several: list[dict[str, Any]], axe: Axe
) -> None:
    page = listed(desk("agent"), several)
    me = my_name(page)
    give = page.get_by_role("button", name="Give to")
    give.press("Enter")
    whom = page.get_by_role("dialog").get_by_role("combobox", name="To whom?")
    expect(whom).to_be_focused()
    page.keyboard.press("Escape")  # closes the names
    expect(page.get_by_role("option")).to_have_count(0)
    axe(page)
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.get_by_text("3 selected")).to_be_visible()  # nothing was done yet

    give.press("Enter")
    page.keyboard.type(me)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.get_by_role("dialog").get_by_role("button", name="Apply").press("Enter")
    expect(page.get_by_text("3 tickets given")).to_be_visible()
    expect(page.get_by_text("3 selected")).to_have_count(0)
    for ticket in several:
        expect(row(page, ticket)).to_contain_text(me)
    page.get_by_role("button", name="Undo").press("Enter")
    for ticket in several:
        expect(row(page, ticket)).to_contain_text("Nobody")


def test_what_cannot_be_solved_is_named_with_the_reason(
    desk: Desk, suite: Suite, several: list[dict[str, Any]]
) -> None:
    closed, *others = several
    with suite.admin() as admin:
        made(admin.post(f"/v1/tickets/{closed['id']}:close"))
    page = listed(desk("agent"), several)
    page.get_by_role("button", name="Solve", exact=True).click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="Solve", exact=True).click()
    expect(dialog).to_contain_text("Not changed: 1 ticket")
    expect(dialog).to_contain_text(closed["subject"])
    expect(dialog).to_contain_text("The ticket is closed for good.")
    dialog.get_by_role("button", name="Close").last.click()
    for ticket in others:
        expect(row(page, ticket)).to_contain_text("Solved")
    page.get_by_role("button", name="Undo").click()
    for ticket in others:
        expect(row(page, ticket)).to_contain_text("Open")
        expect(row(page, ticket)).to_contain_text("Nobody")


def test_several_get_a_macro_on_a_phone(
    desk: Desk, several: list[dict[str, Any]], macro: str, suite: Suite
) -> None:
    page = listed(desk("agent", **PHONE), several)
    page.get_by_role("button", name="Use a macro").tap()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("What it says goes out at once")
    chosen(dialog, macro)
    dialog.get_by_role("button", name="Apply").tap()
    expect(page.get_by_text("Macro used on 3 tickets")).to_be_visible()
    with suite.admin() as admin:
        found = [made(admin.get(f"/v1/tickets/{ticket['id']}")) for ticket in several]
        said = [made(admin.get(f"/v1/tickets/{ticket['id']}/messages")) for ticket in several]
    assert {(ticket["state"], "sorry" in ticket["tags"]) for ticket in found} == {("SOLVED", True)}
    assert all("we are sorry" in answer["messages"][-1]["text"] for answer in said)


def test_several_are_as_urgent_as_one_says(desk: Desk, several: list[dict[str, Any]]) -> None:
    page = listed(desk("agent"), several)
    page.get_by_role("button", name="Priority", exact=True).last.click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("combobox", name="Priority").select_option("Urgent")
    dialog.get_by_role("button", name="Apply").click()
    for ticket in several:
        expect(row(page, ticket)).to_contain_text("Urgent")


def chosen(dialog: Locator, name: str) -> None:
    """Chooses a macro, however many there are: few stand in a plain list, more can be searched."""
    field = dialog.get_by_role("combobox", name="Which macro?")
    if field.evaluate("field => field.tagName") == "SELECT":
        field.select_option(name)
    else:
        field.fill(name)
        dialog.page.get_by_role("option", name=name).click()


def test_what_was_taken_is_given_back(desk: Desk, suite: Suite) -> None:
    complaint = complained(suite)
    page = opened(desk("agent"), f"{QUEUE}/{complaint.ticket_id}")
    owner = page.get_by_role("combobox", name="Seen to by")
    page.get_by_role("button", name="Take it").click()
    expect(owner.locator("option:checked")).to_have_text(my_name(page))
    page.get_by_role("button", name="Undo").click()
    expect(owner.locator("option:checked")).to_have_text("Nobody")
    owner.select_option(my_name(page))
    expect(page.get_by_text(f"{my_name(page)} took it.")).to_be_visible()
    owner.select_option("Nobody")
    expect(page.get_by_role("button", name="Take it")).to_be_visible()
