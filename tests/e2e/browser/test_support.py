"""An agent's day in support by mouse, by keyboard alone, on a phone; no barrier on its screens."""

from typing import Any, NamedTuple
from uuid import uuid4

import pytest
import requests
from playwright.sync_api import Browser, Locator, Page, expect

from tests.e2e.browser.conftest import Axe, Desk
from tests.e2e.browser.pages import (
    HOSTILE,
    PHONE,
    await_focus,
    listed_as_hostile,
    opened,
    press_until,
    tab_to,
)
from tests.e2e.test_mail import mails_to
from tests.harness.suite import Suite
from tests.harness.waiting import eventually

QUEUE = "/tickets/q/open"
SCREENS = ("/tickets/q/mine", "/tickets/all", "/tickets/macros", "/tickets/reports", "/tickets/nps")
ANGRY = "This is unacceptable: the rota is empty. I want to complain!"
#: What goes through the relay, the worker and a mail server on a busy machine.
SLOW = 90.0
#: Who is at a ticket is said again every half minute, should a word be lost; milliseconds.
HEARD = 120_000


class Complaint(NamedTuple):
    subject: str
    email: str
    ticket_id: str


def written(suite: Suite, subject: str, text: str = ANGRY, *, name: str = "Ada Quinn") -> Complaint:
    """A customer's mail to support."""
    email = f"{uuid4().hex[:12]}@customer.example"
    url = suite.description["mail"]["api"].replace("/mails", "/write")
    quoted = name.replace("\\", "\\\\").replace('"', '\\"')
    mail = {"from": f'"{quoted}" <{email}>', "subject": subject, "text": text}
    told = requests.post(url, json=mail, timeout=60).json()
    return Complaint(subject, email, told["ticket_id"])


def complained(suite: Suite) -> Complaint:
    """An angry mail with a subject of its own."""
    return written(suite, f"The rota is empty {uuid4().hex[:8]}")


def answered(suite: Suite, complaint: Complaint, text: str) -> None:
    """The customer answers what support wrote last."""
    newest = mail_with(suite, complaint, "Re:")
    url = f"{suite.description['mail']['api']}/{newest['id']}/reply"
    requests.post(url, json={"text": text}, timeout=60).raise_for_status()


def mail_with(suite: Suite, complaint: Complaint, words: str) -> dict[str, Any]:
    """The newest mail to the customer that says this, once it is there."""

    def found() -> list[dict[str, Any]]:
        mails = mails_to(suite, complaint.email)
        return [mail for mail in mails if words in mail["subject"] or words in mail["text"]]

    return eventually(found, within=SLOW, what=f"a mail that says {words}")[0]


def row(page: Page, complaint: Complaint) -> Locator:
    return page.locator(f'[data-ticket="{complaint.ticket_id}"]')


def said(page: Page, text: str, kind: str) -> Locator:
    """A message of the conversation. kind: RECEIVED, REPLY or NOTE."""
    return page.locator(f'.message[data-kind="{kind}"]').filter(has_text=text)


def answer_survey(suite: Suite, browser: Browser, complaint: Complaint) -> None:
    """The customer opens the mailed link, without JavaScript, and is very happy."""
    text = mail_with(suite, complaint, "/public/surveys/")["text"]
    link = next(word for word in text.split() if "/public/surveys/" in word)
    context = browser.new_context(java_script_enabled=False)
    visitor = context.new_page()
    visitor.goto(link)
    visitor.get_by_label("5: very happy").check()
    visitor.get_by_label("What should we know?").fill("Quick and kind.")
    visitor.get_by_role("button", name="Send").click()
    expect(visitor.get_by_role("heading", name="Thank you")).to_be_visible()
    context.close()


def test_a_macro_sets_priority_and_type(desk: Desk, suite: Suite, macro: str) -> None:
    page = opened(desk("manager"), "/tickets/macros")
    page.get_by_role("button", name=macro).click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("combobox", name="Its priority is then").select_option("High")
    dialog.get_by_role("combobox", name="Its type is then").select_option("Complaint")
    dialog.get_by_role("button", name="Save").click()

    expect(page.get_by_role("listitem").filter(has_text=macro)).to_contain_text("Complaint, High")


def test_an_agents_day_by_mouse(desk: Desk, suite: Suite, browser: Browser, macro: str) -> None:
    page = opened(desk("agent"), QUEUE)
    complaint = complained(suite)
    row(page, complaint).click()  # it arrives by itself
    expect(page.get_by_role("heading", name=complaint.subject)).to_be_visible()
    expect(page.get_by_text("This is a complaint.")).to_be_visible()
    clock = page.get_by_role("button", name="First answer:")
    expect(clock).to_contain_text("left")
    clock.click()
    why = page.get_by_role("dialog", name="Why: First answer")
    expect(why).to_contain_text("Counts during")
    expect(why).to_contain_text("Started")
    page.keyboard.press("Escape")

    page.get_by_role("textbox", name="Reply").fill("Which day is empty?")
    page.get_by_role("button", name="Send", exact=True).click()
    expect(said(page, "Which day is empty?", "REPLY")).to_be_visible()
    expect(clock).to_contain_text("In time")
    answered(suite, complaint, "All of November.")
    expect(said(page, "All of November.", "RECEIVED")).to_be_visible()

    page.get_by_text("Internal note", exact=True).click()
    page.get_by_role("textbox", name="Internal note").fill("November was never published.")
    page.get_by_role("button", name="Add note").click()
    expect(said(page, "November was never published.", "NOTE")).to_be_visible()
    page.get_by_role("button", name="Macros").click()
    page.get_by_role("menuitem", name=macro).click()
    expect(page.get_by_role("textbox", name="Reply")).to_have_value("Dear Ada, we are sorry.")
    page.get_by_role("button", name="Send and solve", exact=True).click()
    expect(said(page, "Dear Ada, we are sorry.", "REPLY")).to_be_visible()
    expect(page.get_by_role("button", name="Reopen")).to_be_visible()
    expect(page.get_by_text("This is a complaint.")).to_have_count(0)
    answer_survey(suite, browser, complaint)
    expect(page.get_by_text("The customer gave 5 of 5")).to_be_visible()
    assert not [m for m in mails_to(suite, complaint.email) if "never published" in m["text"]]
    opened(page, "/tickets/reports")
    expect(page.get_by_text("Quick and kind.").first).to_be_visible()


def test_an_agents_day_by_keyboard_alone(desk: Desk, suite: Suite, macro: str) -> None:
    page = opened(desk("agent"), QUEUE)
    complaint = complained(suite)
    expect(row(page, complaint)).to_be_visible()
    tab_to(page, complaint.subject)
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="First answer:")).to_be_visible()
    tab_to(page, "First answer:")
    page.keyboard.press("Enter")
    why = page.get_by_role("dialog", name="Why: First answer")
    expect(why).to_contain_text("Policy")
    await_focus(why)
    page.keyboard.press("Escape")
    expect(why).to_have_count(0)

    page.keyboard.press("r")
    expect(page.get_by_role("textbox", name="Reply")).to_be_focused()
    page.keyboard.type("Which day?")
    page.keyboard.press("Control+Enter")
    expect(said(page, "Which day?", "REPLY")).to_be_visible()
    expect(page.get_by_role("textbox", name="Reply")).to_have_value("")
    page.keyboard.press("Escape")  # out of the box, so that keys are shortcuts again
    page.keyboard.press("n")
    expect(page.get_by_role("textbox", name="Internal note")).to_be_focused()
    page.keyboard.type("Call her tomorrow.")
    page.keyboard.press("Control+Enter")
    expect(said(page, "Call her tomorrow.", "NOTE")).to_be_visible()
    expect(page.get_by_role("textbox", name="Reply")).to_have_value("")

    tab_to(page, "Macros", key="Shift+Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("menuitem", name=macro)).to_be_visible()
    press_until(page, "ArrowDown", page.locator('[role="menuitem"]:focus', has_text=macro))
    page.keyboard.press("Enter")
    expect(page.get_by_role("textbox", name="Reply")).to_have_value("Dear Ada, we are sorry.")
    expect(page.get_by_role("textbox", name="Reply")).to_be_focused()
    page.keyboard.press("Control+Enter")
    expect(said(page, "Dear Ada, we are sorry.", "REPLY")).to_be_visible()
    expect(page.get_by_role("textbox", name="Reply")).to_have_value("")
    page.keyboard.press("Escape")
    page.keyboard.press("s")
    expect(page.get_by_role("button", name="Reopen")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("heading", name="Choose a ticket")).to_be_visible()


def test_an_agents_day_on_a_phone(desk: Desk, suite: Suite, browser: Browser, macro: str) -> None:
    phone = opened(desk("agent", **PHONE), QUEUE)
    complaint = complained(suite)
    row(phone, complaint).tap()
    expect(phone.get_by_text("This is a complaint.")).to_be_visible()
    phone.get_by_role("textbox", name="Reply").fill("We look at it.")
    phone.get_by_role("button", name="Send", exact=True).tap()
    expect(said(phone, "We look at it.", "REPLY")).to_be_visible()
    phone.get_by_text("Internal note", exact=True).tap()
    phone.get_by_role("textbox", name="Internal note").fill("It is the cache.")
    phone.get_by_role("button", name="Add note").tap()
    expect(said(phone, "It is the cache.", "NOTE")).to_be_visible()
    phone.get_by_role("button", name="Macros").tap()
    phone.get_by_role("menuitem", name=macro).tap()
    phone.get_by_role("button", name="Send and solve", exact=True).tap()
    expect(said(phone, "Dear Ada, we are sorry.", "REPLY")).to_be_visible()
    answer_survey(suite, browser, complaint)
    expect(phone.get_by_text("The customer gave 5 of 5")).to_be_visible()
    phone.get_by_role("button", name="Back to the list").tap()
    expect(phone.get_by_role("heading", name="All open")).to_be_visible()


def test_who_else_is_at_a_ticket_is_seen_until_they_leave(desk: Desk, suite: Suite) -> None:
    complaint = complained(suite)
    path = f"{QUEUE}/{complaint.ticket_id}"
    mine, theirs = opened(desk("agent"), path), opened(desk("manager"), path)
    me, other = my_name(mine), my_name(theirs)
    expect(mine.get_by_text(f"{other} is looking at this")).to_be_visible(timeout=HEARD)
    expect(theirs.get_by_text(f"{me} is looking at this")).to_be_visible(timeout=HEARD)
    theirs.get_by_role("textbox", name="Reply").press_sequentially("We are")
    expect(mine.get_by_text(f"{other} is writing an answer")).to_be_visible(timeout=HEARD)
    theirs.get_by_role("textbox", name="Reply").blur()
    expect(mine.get_by_text(f"{other} is looking at this")).to_be_visible(timeout=HEARD)
    theirs.keyboard.press("Escape")
    expect(mine.get_by_text("is looking at this")).to_have_count(0, timeout=HEARD)


def my_name(page: Page) -> str:
    """The name of whoever is signed in."""
    return str(page.request.get("/v1/session").json()["user"]["name"])


def test_hostile_words_are_only_words(desk: Desk, suite: Suite) -> None:
    page = opened(desk("agent"), QUEUE)
    for words in (*HOSTILE, *listed_as_hostile()):
        ticket = written(suite, words, words, name=words)
        row(page, ticket).click()
        expect(page.get_by_role("heading", name=words, exact=True)).to_be_visible()
        expect(said(page, words, "RECEIVED")).to_be_visible()
        expect(row(page, ticket)).to_contain_text(words)
        assert page.evaluate("() => window.hurt") is None


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_has_nothing_to_say(desk: Desk, suite: Suite, axe: Axe, scheme: str) -> None:
    complaint = complained(suite)
    page = desk("manager", color_scheme=scheme)
    for path in (*SCREENS, f"{QUEUE}/{complaint.ticket_id}"):
        axe(opened(page, path))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_has_nothing_to_say_of_what_opens(
    desk: Desk, suite: Suite, axe: Axe, scheme: str
) -> None:
    complaint = complained(suite)
    page = opened(desk("manager", color_scheme=scheme), f"/tickets/q/mine/{complaint.ticket_id}")
    page.get_by_role("button", name="Solution:").click()
    expect(page.get_by_role("dialog", name="Why: Solution")).to_be_visible()
    axe(page)
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.get_by_role("button", name="More actions").click()
    page.get_by_role("menuitem", name="Merge into another").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    axe(page)
    page.keyboard.press("Escape")
    page.get_by_role("button", name="New ticket").click()
    expect(page.get_by_role("dialog", name="New ticket")).to_be_visible()
    axe(page)


def test_a_phone_scrolls_no_page_sideways(desk: Desk, suite: Suite) -> None:
    complaint = written(suite, f"{'Verylongsubjectwithoutspaces' * 4} {uuid4().hex[:8]}")
    phone = desk("manager", **PHONE)
    for path in (*SCREENS, QUEUE, f"{QUEUE}/{complaint.ticket_id}"):
        opened(phone, path)
        assert phone.evaluate("() => document.documentElement.scrollWidth") <= 390, path
