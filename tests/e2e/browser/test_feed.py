"""The live feed of home: who did what, much of one kind as one line, people before machines."""

import re
from uuid import uuid4

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.e2e.browser.conftest import Axe, Desk
from tests.e2e.browser.pages import opened, posted, tab_to
from tests.harness.http import made
from tests.harness.suite import Suite

PEOPLE_ADDED = re.compile(r"\d+ people added")


def hearing(page: Page) -> Page:
    """Home, once it hears what happens."""
    opened(page, "/")
    page.wait_for_function("() => document.documentElement.dataset.live === 'on'")
    return page


def add_people(page: Page, count: int) -> list[str]:
    """People whom whoever looks at the page adds; their ids."""
    names = [f"F{uuid4().hex[:10]}" for _ in range(count)]
    return [str(posted(page, "/v1/contacts", {"last_name": name})["id"]) for name in names]


def person(part: Locator, contact_id: str) -> Locator:
    """The way to a person in the feed."""
    return part.locator(f'a[href="/leads/people/{contact_id}"]').first


def people(page: Page) -> Locator:
    """What the feed tells of people."""
    return page.get_by_role("region", name="Happening now").get_by_label("What people did")


def test_much_of_one_kind_is_one_line_that_opens_by_keyboard(desk: Desk) -> None:
    page = hearing(desk("manager"))
    added = add_people(page, 3)
    line = people(page).get_by_role("group").filter(has_text=PEOPLE_ADDED).first
    for contact_id in added:
        expect(person(line, contact_id)).to_be_attached()
    expect(line).to_contain_text("Marek Nowak · ")
    expect(person(line, added[0])).to_be_hidden()
    tab_to(page, "people added")
    page.keyboard.press("Enter")

    for contact_id in added:
        expect(person(line, contact_id)).to_be_visible()
    person(line, added[0]).press("Enter")
    expect(page).to_have_url(re.compile(f"/leads/people/{added[0]}"))


def test_what_people_do_stands_before_what_programs_do(desk: Desk, suite: Suite) -> None:
    page = hearing(desk("admin"))
    add_people(page, 1)
    with suite.admin() as program:
        made(program.post("/v1/contacts", {"last_name": f"P{uuid4().hex[:10]}"}))

    headings = page.get_by_role("region", name="Happening now").get_by_role("heading", level=3)
    expect(headings).to_have_text(["What people did", "By itself"])


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_has_nothing_to_say_of_an_opened_line(desk: Desk, axe: Axe, scheme: str) -> None:
    page = hearing(desk("manager", color_scheme=scheme))
    added = add_people(page, 2)
    line = people(page).get_by_role("group").filter(has_text=PEOPLE_ADDED).first
    for contact_id in added:
        expect(person(line, contact_id)).to_be_attached()
    line.locator("summary").click()
    expect(person(line, added[0])).to_be_visible()
    axe(page)


def test_the_feed_does_not_say_that_nothing_happened_before_it_knows(desk: Desk) -> None:
    page = desk("manager")
    page.add_init_script("sessionStorage.clear()")  # what was heard before would be shown
    held: list[Route] = []
    released: list[bool] = []
    page.route(
        "**/v1/events?*", lambda route: route.continue_() if released else held.append(route)
    )
    with page.expect_request("**/v1/events?*"):
        page.goto("/")
    feed = page.get_by_role("region", name="Happening now")
    expect(feed).to_be_visible()
    expect(feed).not_to_contain_text("appear here")
    released.append(True)
    for route in held:
        route.continue_()

    expect(feed.get_by_role("listitem").first).to_be_visible()
