"""What came in through a form."""

from uuid import uuid4

import pytest
from playwright.sync_api import expect

from tests.e2e.browser.conftest import Axe, Desk
from tests.e2e.browser.pages import opened
from tests.harness.http import Client, made
from tests.harness.suite import Suite


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
