"""The live feed of home: who did what, much of one kind as one line, people before machines."""

import re
from uuid import uuid4

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.browser.conftest import Axe, Desk
from tests.e2e.browser.pages import opened, posted, tab_to
from tests.harness.http import made
from tests.harness.suite import Suite
from tests.harness.waiting import eventually

PEOPLE_ADDED = re.compile(r"\d+ people added")


def add_people(page: Page, suite: Suite, count: int) -> list[str]:
    """People whom the manager adds, once the log tells of them; their names, the last one last."""
    names = [f"F{uuid4().hex[:10]}" for _ in range(count)]
    added = [posted(page, "/v1/contacts", {"last_name": name}) for name in names]
    with suite.admin() as admin:
        for contact in added:
            told = f'subject = "contacts/{contact["id"]}" AND type:ContactCreated'
            eventually(lambda told=told: made(admin.get("/v1/events", filter=told))["events"])
    return names


def people(page: Page) -> Locator:
    """What the feed tells of people."""
    return page.get_by_role("region", name="Happening now").get_by_label("What people did")


def test_much_of_one_kind_is_one_line_that_opens_by_keyboard(desk: Desk, suite: Suite) -> None:
    page = desk("manager")
    names = add_people(page, suite, 3)
    opened(page, "/")
    line = people(page).get_by_role("group").filter(has_text=PEOPLE_ADDED).first
    expect(line).to_contain_text("Marek Nowak · ")
    expect(line.get_by_role("link", name=names[0])).to_have_count(0)
    tab_to(page, "people added")
    page.keyboard.press("Enter")

    for name in names:
        expect(line.get_by_role("link", name=name)).to_be_visible()
    line.get_by_role("link", name=names[0]).press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text(names[0])


def test_what_people_do_stands_before_what_programs_do(desk: Desk, suite: Suite) -> None:
    page = desk("admin")
    add_people(page, suite, 1)
    with suite.admin() as program:
        made(program.post("/v1/contacts", {"last_name": f"P{uuid4().hex[:10]}"}))
    feed = page.get_by_role("region", name="Happening now")

    def both_told() -> bool:
        opened(page, "/")
        feed.get_by_role("heading", level=3).or_(feed.get_by_text("appear here")).first.wait_for()
        return feed.get_by_role("heading", level=3).count() == 2  # noqa: PLR2004 -- people, programs

    eventually(both_told)
    expect(feed.get_by_role("heading", level=3)).to_have_text(["What people did", "By itself"])
    expect(feed.get_by_label("By itself")).to_contain_text("A program of")


def test_what_a_colleague_does_is_heard_at_once(desk: Desk) -> None:
    page = opened(desk("manager"), "/")
    page.wait_for_function("() => document.documentElement.dataset.live === 'on'")
    contact = posted(page, "/v1/contacts", {"last_name": f"H{uuid4().hex[:10]}"})

    link = people(page).locator(f'a[href="/leads/people/{contact["id"]}"]').first
    expect(link).to_be_attached()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_has_nothing_to_say_of_an_opened_line(
    desk: Desk, suite: Suite, axe: Axe, scheme: str
) -> None:
    page = desk("manager", color_scheme=scheme)
    names = add_people(page, suite, 2)
    opened(page, "/")
    people(page).get_by_role("group").filter(has_text=PEOPLE_ADDED).first.click()
    expect(page.get_by_role("link", name=names[-1]).first).to_be_visible()
    axe(page)
