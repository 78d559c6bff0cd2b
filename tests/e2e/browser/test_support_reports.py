"""What support's reports count can be looked at."""

import re

from playwright.sync_api import Locator, expect

from tests.e2e.browser.conftest import Desk
from tests.e2e.browser.pages import opened
from tests.e2e.browser.test_support import written
from tests.harness.suite import Suite


def test_a_number_of_a_report_opens_the_tickets_behind_it(desk: Desk, suite: Suite) -> None:
    written(suite, "The rota is empty")
    page = opened(desk("manager"), "/tickets/reports")
    links = page.locator('.report a[href*="/all"]')
    expect(links.filter(has_text=re.compile(r"\d")).first).to_be_visible()
    behind = {link.get_attribute("href"): figure(link) for link in links.all()}
    assert any("create_time" in href for href in behind if href)
    for href, number in behind.items():
        opened(page, str(href))
        expect(page.get_by_role("heading", name="All tickets").locator("+ p")).to_have_text(number)


def figure(link: Locator) -> str:
    """The number a link shows, with or without words below it."""
    return link.inner_text().splitlines()[0]
