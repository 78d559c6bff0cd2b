"""A manager's morning: the process, the people behind a number, what is stuck, the numbers."""

import re
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.browser.conftest import Axe, Desk
from tests.e2e.browser.pages import PHONE, await_focus, deaf, opened, posted, tab_to
from tests.harness.suite import Suite
from tests.harness.waiting import eventually

LEADS_GO_ON = re.compile("^Leads went on")


def advocate(page: Page) -> str:
    """A person of the manager's who went from lead to advocate; their name."""
    name = f"A{uuid4().hex[:10]}"
    person = posted(page, "/v1/contacts", {"last_name": name, "email": f"{name}@example.com"})
    step = {"stage": "ADVOCATE", "reason": "Brought three others"}
    posted(page, f"/v1/contacts/{person['id']}:changeLifecycle", step)
    return name


def stuck_deal(page: Page, suite: Suite) -> str:
    """A deal of the manager's that stays in its stage for years; its title."""
    title = f"Stuck {uuid4().hex[:10]}"
    deal = posted(page, "/v1/deals", {"title": title})
    long_ago = "now() - interval '4000 days'"
    change = f"UPDATE deals SET stuck_time = {long_ago}, stage_enter_time = {long_ago}"
    with suite.database("deals") as deals:
        deals.execute(f"{change} WHERE id = %s", (deal["id"],))
    return title


def test_where_most_people_are_lost_is_marked_also_where_hardly_anybody_went_on(desk: Desk) -> None:
    """Who stays a customer is not lost."""
    stood = {"LEAD": 4, "SALES_READY": 6, "OPPORTUNITY": 9, "CUSTOMER": 50}
    went = [("LEAD", "SALES_READY", 6), ("SALES_READY", "OPPORTUNITY", 10)]
    report = {
        "stages": [{"stage": stage, "count": people} for stage, people in stood.items()],
        "steps": [
            {"from_stage": start, "to_stage": end, "count": people, "median_seconds": "60"}
            | {"rate": people / (people + stood[start])}
            for start, end, people in [*went, ("OPPORTUNITY", "CUSTOMER", 1)]
        ],
    }
    page = desk("manager")
    page.route("**/v1/reports/journey", lambda route: route.fulfill(json=report))
    opened(page, "/")
    process = page.get_by_role("region", name="From visitor to advocate")

    expect(process.locator("[data-mark=leakiest]")).to_contain_text("10%")


@pytest.mark.parametrize("size", [{}, PHONE], ids=["desk", "phone"])
def test_a_number_of_the_process_opens_the_people_behind_it(
    desk: Desk, size: dict[str, Any]
) -> None:
    page = desk("manager", **size)
    name = advocate(page)
    opened(page, "/")
    process = page.get_by_role("region", name="From visitor to advocate")
    process.get_by_role("link", name=re.compile("[1-9][0-9]* Advocates")).click()

    expect(page).to_have_url(re.compile("/leads/people.*ADVOCATE"))
    expect(page.get_by_role("link", name=name).first).to_be_visible()


def test_an_arrow_says_by_keyboard_where_people_went(desk: Desk) -> None:
    page = desk("manager")
    name = advocate(page)
    opened(page, "/")
    arrow = page.get_by_role("button", name=LEADS_GO_ON)
    expect(arrow).to_be_visible()
    tab_to(page, "Leads went on")
    page.keyboard.press("Enter")
    steps = page.get_by_role("dialog")
    await_focus(steps)
    page.keyboard.press("Escape")
    expect(steps).to_have_count(0)
    expect(arrow).to_be_focused()
    page.keyboard.press("Enter")
    steps.get_by_role("link", name="Advocates").press("Enter")

    expect(page.get_by_role("link", name=name).first).to_be_visible()


@pytest.mark.parametrize("size", [{}, PHONE], ids=["desk", "phone"])
def test_stuck_deals_are_told_and_opened(desk: Desk, suite: Suite, size: dict[str, Any]) -> None:
    page = desk("manager", **size)
    title = stuck_deal(page, suite)
    opened(page, "/")
    page.get_by_role("link", name=re.compile("Stuck deals")).click()
    page.get_by_role("link", name=title).first.click()

    expect(page.get_by_role("heading", level=1)).to_have_text(title)


def test_the_teams_numbers_lead_to_their_lists(desk: Desk) -> None:
    page = desk("manager")
    posted(page, "/v1/deals", {"title": f"Counted {uuid4().hex[:8]}"})
    opened(page, "/")
    expect(page.get_by_role("link", name=re.compile("Open deals [1-9]"))).to_be_visible()
    page.get_by_role("link", name=re.compile("Open tickets [0-9]")).click()

    expect(page.get_by_role("heading", level=1)).to_have_text("All open")


def test_a_rep_is_told_of_her_own_people_and_no_numbers_of_support(desk: Desk) -> None:
    page = opened(desk("rep"), "/")

    expect(page.get_by_text("Where the people you own stand")).to_be_visible()
    expect(page.get_by_role("link", name=re.compile("Open deals [0-9]"))).to_be_visible()
    expect(page.get_by_role("link", name=re.compile("Open tickets"))).to_have_count(0)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_has_nothing_to_say_of_the_steps_of_an_arrow(desk: Desk, axe: Axe, scheme: str) -> None:
    page = desk("manager", color_scheme=scheme)
    advocate(page)
    opened(page, "/")
    page.get_by_role("button", name=LEADS_GO_ON).click()
    expect(page.get_by_role("dialog").get_by_role("link", name="Advocates")).to_be_visible()
    axe(page, "[role=dialog]")


def test_the_feed_tells_what_happened_before_the_page_was_opened(desk: Desk) -> None:
    page = deaf(desk("manager"))  # nothing is heard, only read
    advocate(page)
    feed = page.get_by_role("region", name="Happening now")

    def told() -> bool:
        opened(page, "/")
        feed.get_by_role("listitem").or_(feed.get_by_text("appear here")).first.wait_for()
        return feed.get_by_role("listitem").count() > 0

    eventually(told, within=120)
