"""Two admins change the same thing: whoever is later sees both versions, and chooses."""

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.browser.conftest import Desk
from tests.e2e.browser.pages import deaf, opened
from tests.harness.http import Client, made
from tests.harness.suite import Suite

NORMAL = "/v1/sla_policies/normal"


@pytest.fixture
def admin(suite: Suite) -> Iterator[Client]:
    with suite.admin() as client:
        yield client


def unaware(desk: Desk, path: str) -> Page:
    """A page that does not hear of the other's change."""
    return opened(deaf(desk("admin")), path)


def menu(page: Page, label: str) -> None:
    page.get_by_role("button", name=label).click()
    page.get_by_role("menuitem", name="Edit", exact=True).click()


def test_two_who_change_a_team_see_both_versions(desk: Desk, admin: Client) -> None:
    mark = uuid4().hex[:8]
    team = made(admin.post("/v1/teams", {"name": f"Team {mark}", "description": "Old"}))
    page = unaware(desk, "/settings/teams")
    menu(page, f"More for Team {mark}")
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("textbox", name="What it does").fill(f"Mine {mark}")
    made(admin.patch(f"/v1/teams/{team['id']}", {"description": f"Theirs {mark}"}))
    dialog.get_by_role("button", name="Save").click()
    expect(page.get_by_role("dialog").get_by_text(f"Theirs {mark}")).to_be_visible()
    page.get_by_role("dialog").get_by_role("button", name="Keep mine").click()

    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.get_by_text(f"Mine {mark}")).to_be_visible()
    assert made(admin.get(f"/v1/teams/{team['id']}"))["description"] == f"Mine {mark}"


def test_two_who_change_a_person_see_both_versions(desk: Desk, admin: Client) -> None:
    mark = uuid4().hex[:8]
    login = {"name": f"P{mark}", "email": f"{mark}@example.com", "password": f"quite {mark} long"}
    user = made(admin.post("/v1/users", {**login, "role_ids": [], "team_ids": []}))
    page = unaware(desk, f"/settings/people?q=P{mark}")
    menu(page, f"More for P{mark}")
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("textbox", name="Name").fill(f"Mine {mark}")
    made(admin.patch(f"/v1/users/{user['id']}", {"name": f"Theirs {mark}"}))
    dialog.get_by_role("button", name="Save").click()
    both = page.get_by_role("dialog")
    expect(both.get_by_text(f"Theirs {mark}")).to_be_visible()
    both.get_by_role("button", name="Take theirs").click()

    expect(both).to_have_count(0)
    assert made(admin.get(f"/v1/users/{user['id']}"))["name"] == f"Theirs {mark}"


@pytest.fixture
def normal(admin: Client) -> Iterator[dict[str, Any]]:
    """The calendar of normal priority; afterwards it is as it was."""
    policies = made(admin.get("/v1/sla_policies"))["policies"]
    policy = next(one for one in policies if one["id"] == "normal")
    yield policy
    made(admin.patch(NORMAL, {"hours": policy["hours"], "holidays": policy["holidays"]}))


def test_two_who_change_a_calendar_see_both_versions(
    desk: Desk, admin: Client, normal: dict[str, Any]
) -> None:
    friday = [{"day": "fri", "start": "09:00", "end": "12:00"}]
    others = [one for one in normal["hours"] if one["day"] != "fri"]
    made(admin.patch(NORMAL, {"hours": others + friday, "holidays": []}))
    page = unaware(desk, "/settings/service-levels")
    page.get_by_role("region", name="Business calendar: Normal").get_by_role("button").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("textbox", name="Friday").fill("10:00-11:00")
    made(admin.patch(NORMAL, {"holidays": ["2031-05-01"]}))
    dialog.get_by_role("button", name="Save").click()
    both = page.get_by_role("dialog")
    expect(both.get_by_role("row", name="Friday")).to_contain_text("09:00-12:00")
    both.get_by_role("button", name="Keep mine").click()

    expect(both).to_have_count(0)
    policies = made(admin.get("/v1/sla_policies"))["policies"]
    kept = next(one for one in policies if one["id"] == "normal")
    assert kept["holidays"] == ["2031-05-01"]
    assert [one["end"] for one in kept["hours"] if one["day"] == "fri"] == ["11:00"]


def test_two_who_change_a_segment_see_both_versions(desk: Desk, admin: Client) -> None:
    mark = uuid4().hex[:8]
    asked = {"name": f"Segment {mark}", "filter": f'tags:"{mark}"'}
    segment = made(admin.post("/v1/segments", asked))
    page = unaware(desk, f"/leads/segments/{segment['id']}/edit")
    expect(page.get_by_text(f"Tags has {mark}")).to_be_visible()
    page.get_by_role("textbox", name="Name").fill(f"Mine {mark}")
    made(admin.patch(f"/v1/segments/{segment['id']}", {"filter": 'country = "DE"'}))
    page.get_by_role("button", name="Save segment").click()
    both = page.get_by_role("dialog")
    expect(both.get_by_role("row", name="Who belongs to it")).to_contain_text('country = "DE"')
    both.get_by_role("button", name="Take theirs").click()

    expect(both).to_have_count(0)
    expect(page.get_by_text("Country is DE")).to_be_visible()
    stored = made(admin.get(f"/v1/segments/{segment['id']}"))
    assert stored["filter"] == 'country = "DE"'
