"""What the reports of sales point at."""

from playwright.sync_api import expect

from tests.e2e.browser.conftest import Desk
from tests.e2e.browser.pages import opened

DAY = 86_400


def stage(name: str, days: float, lost: int) -> dict[str, object]:
    counts = {"entered": 10, "advanced": 5, "lost": lost}
    return {"stage_id": name, "name": name, "median_seconds": int(days * DAY), **counts}


def test_a_stage_is_marked_only_where_one_stands_out(desk: Desk) -> None:
    stages = [stage("First", 7.1, 1), stage("Second", 7.0, 3), stage("Third", 3, 3)]
    page = desk("rep")
    page.route("**/v1/reports/stages?*", lambda route: route.fulfill(json={"stages": stages}))
    opened(page, "/deals/reports")
    first, second = (page.get_by_role("row").filter(has_text=name) for name in ("First", "Second"))
    expect(first).to_contain_text("7 days")
    expect(page.get_by_text("slowest", exact=True)).to_have_count(0)
    expect(page.get_by_text("most are lost here", exact=True)).to_have_count(0)

    stages[1] = stage("Second", 9, 4)
    page.reload()
    expect(second.get_by_text("slowest", exact=True)).to_be_visible()
    expect(second.get_by_text("most are lost here", exact=True)).to_be_visible()


def test_the_legend_of_a_chart_is_in_the_order_of_its_bars(desk: Desk) -> None:
    page = desk("rep")
    stages = [stage("First", 7, 1)]
    page.route("**/v1/reports/stages?*", lambda route: route.fulfill(json={"stages": stages}))
    opened(page, "/deals/reports")
    chart = page.get_by_role("figure").first
    expect(chart.locator(".mantine-ChartLegend-legendItem")).to_have_text(
        ["Came in", "Went on", "Lost here"]
    )
