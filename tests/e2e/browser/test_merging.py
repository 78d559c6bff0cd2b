"""Two records of one person in the browser: side by side, one of them, and two again."""

from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.browser.conftest import Axe, Desk
from tests.e2e.browser.pages import PHONE, opened, tab_to
from tests.harness.http import Client, made
from tests.harness.suite import Suite
from tests.harness.waiting import eventually

Pair = tuple[dict[str, Any], dict[str, Any]]


@pytest.fixture
def pair(suite: Suite) -> Pair:
    """Somebody twice: one record with a city, the newer one with a job, a note and a deal."""
    word = f"M{uuid4().hex[:12]}"
    with suite.admin() as admin:
        older = person(admin, first_name="Ada", last_name=word, city="Bern")
        newer = person(admin, first_name="A.", last_name=word, job_title="Clerk", city="Rome")
        made(admin.post(f"/v1/contacts/{newer['id']}/notes", {"body": f"Met {word} at the fair."}))
        made(admin.post("/v1/deals", {"title": f"Deal of {word}", "contact_id": newer["id"]}))
    return older, newer


def person(admin: Client, **fields: Any) -> dict[str, Any]:
    address = f"{uuid4().hex[:12]}@example.com"
    return made(admin.post("/v1/contacts", {"email": address, **fields}))


def dialog_of(page: Page, stays: dict[str, Any], goes: dict[str, Any]) -> Page:
    """The two side by side, from the page of the one that stays."""
    opened(page, f"/leads/people/{stays['id']}")
    page.get_by_role("button", name="More", exact=True).click()
    page.get_by_role("menuitem", name="Merge with another record").click()
    page.get_by_role("combobox", name="The other record").fill(goes["email"])
    page.get_by_role("option", name=goes["full_name"]).click()
    expect(page.get_by_text("Where the two differ")).to_be_visible()
    return page


def test_two_records_become_one_and_are_parted_again(
    desk: Desk, pair: Pair, suite: Suite, axe: Axe
) -> None:
    older, newer = pair
    page = dialog_of(desk("admin"), older, newer)
    axe(page)
    name, city = (page.get_by_role("radiogroup", name=each) for each in ("First name", "City"))
    expect(name.get_by_label("Ada")).to_be_checked()  # says more than "A."
    expect(city.get_by_label("Rome")).to_be_checked()  # was written last
    city.get_by_label("Bern").check()
    expect(page.get_by_role("region", name="Comes along")).to_contain_text("Clerk")
    page.get_by_role("button", name="Merge", exact=True).click()

    expect(page.get_by_text(f"{older['full_name']} is one record now")).to_be_visible()
    expect(page.get_by_text(f"Met {older['last_name']} at the fair.")).to_be_visible()
    with suite.admin() as admin:
        both = made(admin.get(f"/v1/contacts/{older['id']}"))
        assert (both["city"], both["job_title"], both["email"]) == ("Bern", "Clerk", older["email"])
        mine = f'contact_id = "{older["id"]}"'
        eventually(
            lambda: made(admin.get("/v1/deals", filter=mine))["deals"], what="the deal goes over"
        )
    opened(page, f"/leads/people/{newer['id']}")
    expect(page).to_have_url(f"{suite.url}/leads/people/{older['id']}")
    expect(page.get_by_role("link", name=f"Deal of {older['last_name']}")).to_be_visible()

    page.get_by_role("button", name=f"Part {newer['full_name']}").click()
    page.get_by_role("link", name="Open it").click()
    expect(page).to_have_url(f"{suite.url}/leads/people/{newer['id']}")
    expect(page.get_by_text(f"Met {older['last_name']} at the fair.")).to_be_visible()


def test_the_other_record_is_kept_by_keyboard_and_taken_back(
    desk: Desk, pair: Pair, suite: Suite
) -> None:
    older, newer = pair
    page = dialog_of(desk("admin"), older, newer)
    tab_to(page, "Keep the other one")
    page.keyboard.press("Enter")
    tab_to(page, "Merge")
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{suite.url}/leads/people/{newer['id']}")
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("Merged records")).to_have_count(0)
    with suite.admin() as admin:
        for each in pair:
            eventually(
                lambda each=each: made(admin.get(f"/v1/contacts/{each['id']}"))["id"] == each["id"],
                what="each stands by itself",
            )


def test_a_duplicate_is_merged_on_a_phone_and_a_refusal_is_said(
    desk: Desk, pair: Pair, suite: Suite, axe: Axe
) -> None:
    older, newer = pair
    page = dialog_of(desk("admin", **PHONE), older, newer)
    axe(page)
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= PHONE["viewport"]["width"]
    with suite.admin() as admin:  # somebody changes it meanwhile
        made(admin.patch(f"/v1/contacts/{newer['id']}", {"job_title": "Countess"}))
    page.get_by_role("button", name="Merge", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("It was changed since you read it.")
