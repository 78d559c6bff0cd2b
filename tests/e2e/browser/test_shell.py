"""The frame around every page, and what every page owes its readers."""

import re
from typing import Literal

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.browser.conftest import Axe, Desk
from tests.e2e.browser.pages import await_focus, opened, press_until, sign_in
from tests.harness.suite import Suite

SCREENS = [
    *("/", "/settings/account", "/settings/people", "/settings/teams", "/settings/roles"),
    *("/settings/fields", "/settings/service-levels", "/settings/health", "/settings/rules"),
    *("/settings/keys", "/settings/audit", "/leads/people", "/leads/forms", "/deals/"),
    *("/tickets/q/mine",),
]

PRESSED = "said => document.documentElement.dispatchEvent(new KeyboardEvent('keydown', said))"


@pytest.mark.parametrize(
    ("role", "hidden"), [("agent", {"Sales", "Messages"}), ("manager", set()), ("admin", set())]
)
def test_the_rail_shows_the_places_a_role_may_work_in(
    desk: Desk, role: str, hidden: set[str]
) -> None:
    page = opened(desk(role), "/")
    links = page.get_by_role("navigation", name="Teams").get_by_role("link")
    places = ("Home", "Marketing", "Sales", "Support", "Messages", "Settings")

    expect(links).to_have_text([place for place in places if place not in hidden])


def test_an_area_one_may_not_see_shows_no_list_of_what_lies_there(desk: Desk) -> None:
    page = opened(desk("agent"), "/deals/contracts")
    sections = page.get_by_role("navigation", name="Sections")

    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(sections.get_by_role("link")).to_have_count(0)


def test_the_day_of_an_agent_begins_with_their_tickets_not_with_an_empty_process(
    desk: Desk,
) -> None:
    page = opened(desk("agent"), "/")

    expect(page.get_by_role("link", name="Open tickets")).to_be_visible()
    expect(page.get_by_role("region", name="My day")).to_be_visible()
    expect(page.get_by_role("region", name="From visitor to advocate")).to_have_count(0)


def test_ctrl_k_leads_to_a_page_without_the_mouse(desk: Desk) -> None:
    page = opened(desk("admin"), "/settings/account")
    page.keyboard.press("Control+k")
    page.keyboard.type("audit")
    expect(page.get_by_role("dialog").get_by_role("textbox")).to_have_value("audit")
    press_until(page, "ArrowDown", page.locator("[data-selected]", has_text=re.compile("^Audit$")))
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", level=1)).to_have_text("Audit")


@pytest.mark.parametrize("shift", [False, True])
@pytest.mark.parametrize(("key", "opens"), [("?", "heading"), ("/", "textbox")])
def test_a_key_is_known_by_its_sign_whether_the_keyboard_needs_shift_for_it_or_not(
    desk: Desk, key: str, opens: Literal["heading", "textbox"], shift: bool
) -> None:
    page = opened(desk("agent"), "/settings/account")
    pressed = {"key": key, "shiftKey": shift, "bubbles": True, "cancelable": True}
    page.evaluate(PRESSED, pressed)
    names = {"heading": "Keyboard", "textbox": "Command"}
    expect(page.get_by_role("dialog").get_by_role(opens, name=names[opens])).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", SCREENS)
def test_axe_has_nothing_to_say(desk: Desk, axe: Axe, path: str, scheme: str) -> None:
    axe(opened(desk("admin", color_scheme=scheme), path))


@pytest.mark.parametrize("path", SCREENS)
def test_a_phone_scrolls_no_page_sideways(desk: Desk, path: str) -> None:
    page = opened(desk("admin", viewport={"width": 390, "height": 844}), path)

    assert page.evaluate("() => document.documentElement.scrollWidth") <= 390


@pytest.mark.parametrize("path", ["/settings/audit", "/deals/stages"])
def test_a_phone_shows_which_of_many_sections_one_is_in(desk: Desk, path: str) -> None:
    page = opened(desk("admin", viewport={"width": 390, "height": 844}), path)
    sections = page.get_by_role("navigation", name="Sections")

    expect(sections.get_by_role("link").first).not_to_be_in_viewport()
    expect(sections.locator("[aria-current]")).to_be_in_viewport(ratio=0.9)


@pytest.mark.parametrize(
    ("role", "path", "name"),
    [
        ("rep", "/deals/deals", "New deal"),
        ("marketer", "/leads/people", "New person"),
        ("agent", "/tickets/q/open", "New ticket"),
        ("admin", "/settings/people", "Add person"),
    ],
)
def test_a_dialog_that_is_left_gives_the_focus_back(
    desk: Desk, role: str, path: str, name: str
) -> None:
    page = opened(desk(role), path)
    button = page.get_by_role("main").get_by_role("button", name=name).first
    button.press("Enter")
    await_focus(page.get_by_role("dialog"))
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(button).to_be_focused()


def test_a_page_that_breaks_leaves_the_way_to_others(page: Page, suite: Suite) -> None:
    login = suite.description["logins"]["marketer"]
    reported: list[str] = []
    page.on("pageerror", lambda error: reported.append(str(error)))
    sign_in(page, login["email"], login["password"], "/settings/account")
    page.route("**/v1/contacts?*", lambda route: route.fulfill(json={"contacts": [None]}))
    page.goto("/leads/people")
    expect(page.get_by_role("alert")).to_contain_text("This page ran into a mistake of ours")
    assert reported

    page.get_by_role("link", name="Companies").click()
    expect(page.get_by_role("heading", level=1, name="Companies")).to_be_visible()
