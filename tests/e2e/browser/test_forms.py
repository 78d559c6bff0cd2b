"""What came in through a form, and what goes out."""

from uuid import uuid4

import pytest
from playwright.sync_api import expect

from tests.e2e.browser.conftest import Axe, Desk
from tests.e2e.browser.pages import opened
from tests.e2e.test_mail import mails_to
from tests.harness.http import Client, made
from tests.harness.suite import Suite
from tests.harness.waiting import eventually


@pytest.fixture
def admin(suite: Suite) -> Client:
    return suite.admin()


def test_the_numbers_of_a_form_open_what_they_count(desk: Desk, admin: Client, axe: Axe) -> None:
    word = uuid4().hex[:8]
    known = made(admin.post("/v1/contacts", {"last_name": word, "email": f"{word}@example.com"}))
    form = made(admin.post("/v1/forms", {"name": f"Form {word}"}))
    for who in (
        {"name": f"Known {word}", "email": known["email"]},
        {"name": f"New {word}", "email": f"new-{word}@example.com"},
        {"name": f"Robot {word}", "email": f"bot-{word}@example.com", form["honeypot"]: "x"},
    ):
        made(admin.post(f"/v1/forms/{form['id']}:submit", {"values": who}))
    page = opened(desk("admin"), f"/leads/forms/{form['id']}?tab=results")
    row = page.get_by_role("row").filter(has_text=word)
    expect(row).to_have_count(2)
    expect(row.filter(has_text="Robot")).to_have_count(0)

    page.get_by_role("link", name="New people").first.click()
    expect(row).to_have_count(1)
    expect(row).to_contain_text(f"New {word}")
    page.get_by_role("link", name="Spam").first.click()
    expect(row).to_have_count(1)
    expect(row).to_contain_text(f"Robot {word}")
    axe(page)
    page.get_by_role("link", name="Filled in").click()
    expect(row).to_have_count(2)


def test_a_form_brings_what_it_promises_in_a_mail_of_its_own(
    desk: Desk, suite: Suite, admin: Client
) -> None:
    word = uuid4().hex[:8]
    said = {"subject": f"Your guide {word}", "body_text": "Here it is.", "purpose": "SERVICE"}
    for number in range(9):  # so many that one searches for the right one
        made(admin.post("/v1/templates", {"key": f"other{number}_{word}", **said, "subject": "-"}))
    made(admin.post("/v1/templates", {"key": f"guide_{word}", **said}))
    form = made(admin.post("/v1/forms", {"name": f"Form {word}"}))
    page = opened(desk("marketer"), f"/leads/forms/{form['id']}")
    choice = page.locator("input").and_(page.get_by_label("Mail to whoever sent it")).first
    choice.fill(word)
    page.get_by_role("option", name=said["subject"]).click()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved", exact=True)).to_be_visible()

    who = {"name": f"Ada {word}", "email": f"{word}@example.com"}
    made(admin.post(f"/v1/forms/{form['id']}:submit", {"values": who}))
    sent = eventually(lambda: mails_to(suite, who["email"]), within=90, what="the mail")
    assert [mail["subject"] for mail in sent] == [said["subject"]]


def test_a_form_says_of_which_country_phone_numbers_are(desk: Desk, admin: Client) -> None:
    form = made(admin.post("/v1/forms", {"name": f"Form {uuid4().hex[:8]}"}))
    page = opened(desk("marketer"), f"/leads/forms/{form['id']}")
    region = page.get_by_role("textbox", name="Country of phone numbers")
    region.fill("xx")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert")).to_contain_text("Country of phone numbers: must be a country")
    region.fill("de")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved", exact=True)).to_be_visible()
    assert made(admin.get(f"/v1/forms/{form['id']}"))["phone_region"] == "DE"
