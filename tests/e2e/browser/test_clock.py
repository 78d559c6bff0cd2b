"""Screens tell the server's time, also on a computer whose clock is wrong."""

from datetime import datetime, timedelta
from uuid import uuid4

from playwright.sync_api import Route, expect

from tests.e2e.browser.conftest import Desk
from tests.e2e.browser.pages import opened, posted


def three_days_ahead(route: Route) -> None:
    """The session as a server tells it whose clock is that far ahead of the browser's."""
    session = route.fetch().json()
    time = datetime.fromisoformat(session["current_time"]) + timedelta(days=3)
    route.fulfill(json=session | {"current_time": time.isoformat()})


def test_how_long_ago_something_was_is_told_by_the_servers_clock(desk: Desk) -> None:
    page = desk("rep")
    person = posted(page, "/v1/contacts", {"last_name": f"Punctual {uuid4().hex[:8]}"})
    page.route("**/v1/session", three_days_ahead)
    opened(page, f"/leads/people/{person['id']}")

    details = page.get_by_role("region", name="Details")
    expect(details.locator("time")).to_have_text("3 days ago")
