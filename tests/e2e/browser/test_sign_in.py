"""Coming in, and where one ends up."""

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.browser.pages import sign_in
from tests.harness.suite import Suite


def test_a_stranger_signs_in_and_comes_to_the_page_they_wanted(page: Page, suite: Suite) -> None:
    login = suite.description["logins"]["admin"]
    page.goto("/settings/teams?from=mail")
    expect(page).to_have_url(f"{suite.url}/sign-in?next=%2Fsettings%2Fteams%3Ffrom%3Dmail")

    page.get_by_role("textbox", name="E-mail").fill(login["email"])
    page.get_by_role("textbox", name="Password").fill(login["password"])
    page.keyboard.press("Enter")

    expect(page).to_have_url(f"{suite.url}/settings/teams?from=mail")
    expect(page.get_by_role("heading", level=1)).to_have_text("Teams")


@pytest.mark.parametrize("wanted", ["//evil.example/", "https://evil.example/", "/\\evil.example"])
def test_signing_in_never_leads_to_another_site(page: Page, suite: Suite, wanted: str) -> None:
    login = suite.description["logins"]["agent"]

    sign_in(page, login["email"], login["password"], wanted)

    expect(page).to_have_url(f"{suite.url}/")


def test_a_wrong_password_is_said_and_the_address_stays(page: Page) -> None:
    page.goto("/sign-in")
    page.get_by_role("textbox", name="E-mail").fill("nobody@trellis.example")
    page.get_by_role("textbox", name="Password").fill("not the right one")
    page.get_by_role("button", name="Sign in").click()

    expect(page.get_by_role("alert")).to_contain_text("You are not signed in")
    expect(page.get_by_role("textbox", name="E-mail")).to_have_value("nobody@trellis.example")


def test_signing_out_closes_the_door(page: Page, suite: Suite) -> None:
    login = suite.description["logins"]["manager"]
    sign_in(page, login["email"], login["password"])
    page.get_by_role("button", name="Account menu").click()
    page.get_by_role("menuitem", name="Sign out").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
