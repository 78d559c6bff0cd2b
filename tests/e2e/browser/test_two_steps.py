"""Two-step sign-in by clicks: set up with an app, asked for at the door, recovered, turned off."""

import base64
import time
from uuid import uuid4

from playwright.sync_api import Locator, Page, expect

from gateway.accounts.second_factors import codes
from tests.e2e.browser.conftest import Axe
from tests.e2e.browser.pages import opened, sign_in
from tests.harness.http import made
from tests.harness.suite import Suite

PASSWORD = "meadow-lantern-crosses-nine"


def test_a_person_protects_their_account_and_gets_in_without_the_phone(
    page: Page, suite: Suite, axe: Axe
) -> None:
    email = f"twice-{uuid4().hex[:8]}@trellis.example"
    with suite.admin() as admin:
        made(admin.post("/v1/users", {"name": "Tess Twice", "email": email, "password": PASSWORD}))
    sign_in(page, email, PASSWORD)
    recovery_code = set_up(page, axe)

    page.context.clear_cookies()
    page.goto("/sign-in")
    give_password(page, email)
    code = page.get_by_role("textbox", name="Code")
    axe(page)
    code.fill("000000")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("This code is wrong")
    page.get_by_role("button", name="Back").click()
    give_password(page, email)
    code.fill(recovery_code)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "sign-in" not in url)

    part = at_two_steps(page)
    expect(part).to_contain_text("9 recovery codes left")
    part.get_by_label("Your password, to turn it off").fill(PASSWORD)
    part.get_by_role("button", name="Turn off").click()
    expect(part.get_by_role("button", name="Set up")).to_be_visible()


def set_up(page: Page, axe: Axe) -> str:
    """Turns it on with the code an app would show; returns one of the recovery codes."""
    part = at_two_steps(page)
    part.get_by_label("Your password, to set it up").fill(PASSWORD)
    part.get_by_role("button", name="Set up").click()
    expect(part.get_by_role("img", name="QR code for your authenticator app")).to_be_visible()
    axe(page)
    secret = base64.b32decode(part.locator("code").inner_text().replace(" ", ""))
    part.get_by_label("Code from the app").fill(
        codes.code_at(secret, int(time.time()) // codes.STEP_SECONDS)
    )
    part.get_by_role("button", name="Turn on").click()
    expect(part.get_by_role("listitem")).to_have_count(codes.RECOVERY_CODES)
    recovery_code = part.get_by_role("listitem").first.inner_text()
    part.get_by_role("button", name="I have kept them").click()
    expect(part).to_contain_text("10 recovery codes left")
    return recovery_code


def at_two_steps(page: Page) -> Locator:
    """The part of the account page that is about it."""
    return opened(page, "/settings/account").get_by_role("region", name="Two-step sign-in")


def give_password(page: Page, email: str) -> None:
    page.get_by_role("textbox", name="E-mail").fill(email)
    page.get_by_role("textbox", name="Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
