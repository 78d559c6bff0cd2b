"""What support's reports count can be looked at."""

from playwright.sync_api import Locator, Page, expect

from tests.e2e.browser.conftest import Desk
from tests.e2e.browser.pages import opened
from tests.e2e.browser.test_support import written
from tests.harness.suite import Suite
from tests.harness.waiting import eventually

#: Clocks of tickets that other tests left may still run out.
CALM = 60.0


def test_a_number_of_a_report_opens_the_tickets_behind_it(desk: Desk, suite: Suite) -> None:
    written(suite, "The rota is empty")
    page = desk("manager")
    ways = links(page).count()
    assert ways >= 3, "what waits: those that are late, by age, by desk"
    for way in range(ways):
        eventually(lambda way=way: agrees(page, way), within=CALM, what=f"number {way} agrees")


def links(page: Page) -> Locator:
    """The numbers of what waits that open a list."""
    opened(page, "/tickets/reports")
    waits = page.locator(".report").filter(has=page.get_by_role("heading", name="What waits"))
    found = waits.locator('a[href*="/all"]')
    found.first.wait_for()
    return found


def agrees(page: Page, way: int) -> bool:
    """Whether the list behind a number has so many tickets, if the number is still there."""
    found = links(page)
    if found.count() <= way:
        return True
    link = found.nth(way)
    number, _, _ = link.inner_text().partition("\n")  # words may stand below it
    href = str(link.get_attribute("href"))
    opened(page, href)
    return page.get_by_role("heading", name="All tickets").locator("+ p").inner_text() == number


def test_what_was_late_opens_the_tickets_that_were(desk: Desk) -> None:
    page = desk("manager")
    times = {"metric": "resolution", "count": 8, "met": 6, "breached": 3}
    rows = [times | {"priority": priority} for priority in ("", "HIGH")]
    page.route("**/v1/reports/service_times*", lambda route: route.fulfill(json={"rows": rows}))
    opened(page, "/tickets/reports")
    expect(page.get_by_role("row").filter(has_text="Solution").first).to_contain_text("67%")
    ways = page.get_by_role("link", name="Solution, Too late")
    expect(ways).to_have_count(1)  # whose priority it was when it ran out, nobody can list
    ways.click()
    expect(page.get_by_role("heading", name="All tickets")).to_be_visible()
    expect(page.get_by_role("button", name="Remove filter: Solution late is yes")).to_be_visible()
