"""Segments and campaigns: who belongs, whom a campaign would reach, and with which words."""

from uuid import uuid4

import pytest
from playwright.sync_api import expect

from tests.e2e.browser.conftest import Desk
from tests.e2e.browser.pages import opened
from tests.harness.http import Client, made
from tests.harness.suite import Suite
from tests.harness.waiting import eventually


@pytest.fixture
def admin(suite: Suite) -> Client:
    """A program with the admin's key."""
    return suite.admin()


def tagged(admin: Client) -> str:
    """A tag that one new person has."""
    tag = f"g{uuid4().hex[:8]}"
    asked = {"last_name": f"P{tag}", "email": f"{tag}@example.com", "tags": [tag]}
    made(admin.post("/v1/contacts", asked))
    return tag


def test_a_campaign_tells_beforehand_who_would_be_held_back(desk: Desk, admin: Client) -> None:
    group = tagged(admin)
    asked = {"name": f"Segment {group}", "filter": f"tags:{group}"}
    segment = made(admin.post("/v1/segments", asked))
    eventually(lambda: members(admin, segment["id"]) == 1, within=60, what="a member")
    campaign = {"name": f"To {group}", "segment_id": segment["id"], "template_key": "welcome"}
    planned = made(admin.post("/v1/campaigns", campaign))
    eventually(lambda: checked(admin, planned["id"]), within=60, what="the guard knows them")
    page = desk("marketer")
    page.goto(f"/leads/campaigns/{planned['id']}")
    expect(page.get_by_role("link", name="did not agree to mails")).to_be_visible()
    expect(page.get_by_text("0 would get it at once")).to_be_visible()
    expect(page.get_by_role("alert")).to_have_count(0)


def test_a_campaign_is_over_only_when_nothing_of_it_waits(desk: Desk, admin: Client) -> None:
    group = tagged(admin)
    segment = made(admin.post("/v1/segments", {"name": group, "filter": f"tags:{group}"}))
    campaign = {"name": f"To {group}", "segment_id": segment["id"], "template_key": "welcome"}
    planned = made(admin.post("/v1/campaigns", campaign))
    counts = {"recipient_count": "3", "sent_count": "1", "held_count": "0", "failed_count": "0"}
    page = desk("marketer")
    page.route(
        f"**/v1/campaigns/{planned['id']}",
        lambda route: route.fulfill(json=planned | {"state": "FINISHED"} | counts),
    )
    page.goto(f"/leads/campaigns/{planned['id']}")
    expect(page.get_by_text("All handed over, some still wait")).to_be_visible()
    waiting = page.get_by_role("link").filter(has_text="Waiting").filter(has_text="2")
    expect(waiting).to_be_visible()
    counts["sent_count"] = "3"  # in the morning
    expect(page.get_by_text("Finished")).to_be_visible(timeout=30_000)
    expect(waiting).to_have_count(0)


def test_a_campaign_is_offered_advertising_only(desk: Desk) -> None:
    page = desk("marketer")
    opened(page, "/leads/campaigns")
    page.get_by_role("button", name="New campaign").first.click()
    page.get_by_role("combobox", name="Message").click()

    expect(page.get_by_role("option", name="We miss you, …")).to_be_attached()
    expect(page.get_by_role("option", name="Please confirm")).to_have_count(0)


def test_who_is_in_a_segment_is_said_in_words(desk: Desk, admin: Client) -> None:
    name = f"Worth a call {uuid4().hex[:8]}"
    filter_ = "rating in (WARM, HOT) AND lifecycle_stage != CUSTOMER"
    made(admin.post("/v1/segments", {"name": name, "filter": filter_}))
    page = opened(desk("marketer"), f"/leads/segments?q={name}")

    row = page.get_by_role("row").filter(has_text=name)
    expect(row).to_contain_text("Rating is Warm or Hot, and Stage is not Customer")


def checked(admin: Client, campaign_id: str) -> bool:
    """Whether the guard says why it would hold somebody back."""
    found = made(admin.get(f"/v1/campaigns/{campaign_id}:preview"))
    return "NO_CONSENT" in {each["reason"] for each in found["reasons"]}


def members(admin: Client, segment_id: str) -> int:
    return int(made(admin.get(f"/v1/segments/{segment_id}/members:count"))["count"])
