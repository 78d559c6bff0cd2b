"""What the reports of marketing point at."""

from playwright.sync_api import expect

from tests.e2e.browser.conftest import Desk
from tests.e2e.browser.pages import opened

DAY = 86_400


def step(start: str, end: str, days: int, rate: float) -> dict[str, object]:
    times = {"median_seconds": str(days * DAY), "rate": rate}
    return {"from_stage": start, "to_stage": end, "count": 40, **times}


def test_a_step_is_marked_only_where_one_stands_out(desk: Desk) -> None:
    steps = [step("LEAD", "SALES_READY", 7, 0.5), step("SALES_READY", "OPPORTUNITY", 7, 0.5)]
    page = desk("marketer")
    report = {"stages": [], "steps": steps}
    page.route("**/v1/reports/journey*", lambda route: route.fulfill(json=report))
    opened(page, "/leads/reports")
    expect(page.get_by_role("row").filter(has_text="7 days")).to_have_count(2)
    expect(page.get_by_text("slowest", exact=True)).to_have_count(0)
    expect(page.get_by_text("fewest go on", exact=True)).to_have_count(0)

    steps[1] = step("SALES_READY", "OPPORTUNITY", 9, 0.3)
    page.reload()
    second = page.get_by_role("row").filter(has_text="9 days")
    expect(second.get_by_text("slowest", exact=True)).to_be_visible()
    expect(second.get_by_text("fewest go on", exact=True)).to_be_visible()
