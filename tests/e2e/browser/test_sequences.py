"""Sequences by mouse, by keyboard and on a phone: written, begun, walked, stopped; no barrier."""

from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.browser.conftest import Axe, Desk
from tests.e2e.browser.pages import HOSTILE, PHONE, opened
from tests.e2e.browser.test_messages import admin, person, template
from tests.harness.http import Client, made

__all__ = ["admin"]

WAIT = {"kind": "WAIT", "wait_minutes": 1440, "weekdays": ["mon", "tue"]}


def sequence(admin: Client, *, started: bool = False, **fields: Any) -> dict[str, Any]:
    """A sequence for this test alone."""
    asked = {"name": f"Guide {uuid4().hex[:8]}", "steps": [WAIT]} | fields
    known = made(admin.post("/v1/sequences", asked))
    return made(admin.post(f"/v1/sequences/{known['id']}:start", {})) if started else known


def stored(admin: Client, known: dict[str, Any]) -> dict[str, Any]:
    return made(admin.get(f"/v1/sequences/{known['id']}"))


def days(page: Page) -> Locator:
    return page.get_by_role("group", name="On these days")


def add(page: Page, kind: str) -> None:
    page.get_by_role("button", name="Add a step").click()
    page.get_by_role("menuitem", name=kind).click()


def test_a_sequence_is_written_begun_and_listed(desk: Desk, admin: Client) -> None:
    key, name = template(admin, "SERVICE")["key"], f"Welcome {uuid4().hex[:8]}"
    page = opened(desk("admin"), "/messages/sequences")
    page.get_by_role("link", name="New sequence").first.click()
    page.get_by_role("textbox", name="Name").fill(name)
    add(page, "Message")
    page.get_by_role("combobox", name="Template").select_option(key)
    add(page, "Wait")
    page.get_by_role("textbox", name="Wait").fill("3")
    page.get_by_label("Not before").fill("09:00")
    page.get_by_label("And before").fill("17:00")
    days(page).get_by_text("Tue", exact=True).click()
    add(page, "Condition")
    page.get_by_role("button", name="Add filter").click()
    page.get_by_role("combobox", name="Field").select_option("lifecycle_stage")
    page.get_by_role("combobox", name="Value").select_option("LEAD")
    page.get_by_role("button", name="Apply").click()
    page.get_by_role("textbox", name="Time since the message before").fill("5")
    page.get_by_role("combobox", name="Unit").select_option("days")
    page.get_by_role("button", name="Save").click()
    page.wait_for_url(lambda url: "/sequences/" in url and "new" not in url)

    wait = page.get_by_role("button", name="Wait 3 days between 09:00 and 17:00 on Tue")
    expect(wait.first).to_be_visible()
    sends = page.get_by_role("button", name="Send News for you")
    expect(sends.first).to_be_visible()  # what the mail is called, rather than its key
    page.get_by_role("button", name="Start", exact=True).click()
    expect(page.get_by_text("Takes people", exact=True)).to_be_visible()
    opened(page, "/messages/sequences")
    page.get_by_role("textbox", name="Search").fill(name)
    row = page.get_by_role("row").filter(has_text=name)
    expect(row).to_contain_text("Takes people")
    wanted = f'name = "{name}"'
    (known,) = made(admin.get("/v1/sequences", filter=wanted))["sequences"]
    assert [step["kind"] for step in known["steps"]] == ["SEND", "WAIT", "CHECK"]
    assert known["steps"][1]["weekdays"] == ["tue"]
    assert known["steps"][2]["filter"] == "lifecycle_stage = LEAD"
    assert known["steps"][2]["wait_minutes"] == 5 * 1440


def test_a_step_that_cannot_be_is_refused_where_it_is_and_nothing_is_lost(
    desk: Desk, admin: Client
) -> None:
    known = sequence(admin)
    path = f"/messages/sequences/{known['id']}"
    page = opened(desk("admin"), path)
    page.get_by_role("button", name="Wait 1 day").first.click()
    page.get_by_label("Not before").fill("09:00")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert").first).to_contain_text("Step 1")
    opened(page, path)
    page.get_by_role("button", name="Wait 1 day").first.click()
    expect(page.get_by_label("Not before")).to_have_value("09:00")
    page.get_by_role("button", name="Discard").click()
    expect(page.get_by_label("Not before")).to_have_value("")
    assert stored(admin, known)["revision"] == 1


def test_steps_are_moved_by_keyboard_and_who_is_on_the_way_keeps_their_version(
    desk: Desk, admin: Client
) -> None:
    hour = {"kind": "WAIT", "wait_minutes": 60}
    known = sequence(admin, steps=[WAIT, hour], started=True)
    enrolled = {"sequence_id": known["id"], "contact_id": person(admin)["id"]}
    made(admin.post("/v1/enrolments", enrolled))
    page = opened(desk("admin"), f"/messages/sequences/{known['id']}")
    page.get_by_role("button", name="Move up: 2.").press("Enter")
    expect(page.get_by_text("they finish on version 1")).to_be_visible()
    page.get_by_role("button", name="Save").press("Enter")
    expect(page.get_by_text("Version 2", exact=True)).to_be_visible()
    assert [step["wait_minutes"] for step in stored(admin, known)["steps"]] == [60, 1440]
    page.get_by_role("link", name="People").click()
    expect(page.get_by_role("row").filter(has_text="Version 1")).to_have_count(1)


def test_somebody_is_put_in_and_taken_out(desk: Desk, admin: Client) -> None:
    known, contact = sequence(admin, started=True), person(admin)
    page = opened(desk("admin"), f"/messages/sequences/{known['id']}?tab=people")
    expect(page.get_by_text("Nobody is here.")).to_be_visible()
    page.get_by_role("button", name="Put somebody in").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("combobox", name="Person").fill(contact["last_name"])
    page.get_by_role("option", name=contact["email"]).click()
    dialog.get_by_role("button", name="Put somebody in").click()
    row = page.get_by_role("row").filter(has_text=contact["email"])
    expect(row).to_contain_text("On the way")
    row.get_by_role("button", name="Take out").click()
    expect(row).to_contain_text("Taken out")
    expect(page.get_by_role("link", name="Left early 1")).to_be_visible()


def test_who_was_faster_is_shown_beside_what_i_wanted(desk: Desk, admin: Client) -> None:
    known = sequence(admin)
    page = opened(desk("admin"), f"/messages/sequences/{known['id']}")
    page.get_by_role("textbox", name="Name").fill("Mine")
    made(admin.patch(f"/v1/sequences/{known['id']}", {"name": "Theirs"}))
    page.get_by_role("button", name="Save").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("Theirs")
    dialog.get_by_role("button", name="Keep mine").click()
    expect(page.get_by_role("heading", level=1, name="Mine")).to_be_visible()
    assert stored(admin, known)["name"] == "Mine"


def test_a_sequence_is_deleted_once_asked_for(desk: Desk, admin: Client) -> None:
    known = sequence(admin, started=True)
    page = opened(desk("marketer"), f"/messages/sequences/{known['id']}")
    for answer in ("Keep it", "Delete"):
        page.get_by_role("button", name="More", exact=True).click()
        page.get_by_role("menuitem", name="Delete").click()
        dialog = page.get_by_role("dialog", name=f"Delete {known['name']}?")
        dialog.get_by_role("button", name=answer).click()
        expect(dialog).to_have_count(0)
    page.wait_for_url("**/messages/sequences")
    assert admin.get(f"/v1/sequences/{known['id']}").status_code == 404


def test_a_sequence_that_is_gone_says_so(desk: Desk) -> None:
    page = desk("admin")
    page.goto(f"/messages/sequences/{uuid4()}")
    expect(page.get_by_role("alert")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_has_nothing_to_say_about_sequences(
    desk: Desk, admin: Client, axe: Axe, scheme: str
) -> None:
    steps = [WAIT, {"kind": "CHECK", "filter": "lifecycle_stage = LEAD", "otherwise": "END"}]
    known = sequence(admin, steps=steps, started=True)
    enrolled = {"sequence_id": known["id"], "contact_id": person(admin)["id"]}
    made(admin.post("/v1/enrolments", enrolled))
    page = desk("admin", color_scheme=scheme)
    for path in ("", "/new", f"/{known['id']}?tab=people", f"/{known['id']}"):
        axe(opened(page, f"/messages/sequences{path}"))
    for step in ("Wait 1 day", "Only if"):
        page.get_by_role("button", name=step).first.click()
        expect(page.get_by_role("button", name=step, expanded=True)).to_be_visible()
        axe(page)


def test_a_phone_writes_steps_and_scrolls_no_page_sideways(desk: Desk, admin: Client) -> None:
    known = sequence(admin, name=f"{'Longword' * 11} {uuid4().hex[:8]}", started=True)
    contact = person(admin)
    made(admin.post("/v1/enrolments", {"sequence_id": known["id"], "contact_id": contact["id"]}))
    phone = desk("admin", **PHONE)
    for path in ("", "/new", f"/{known['id']}?tab=people", f"/{known['id']}"):
        opened(phone, f"/messages/sequences{path}")
        assert phone.evaluate("() => document.documentElement.scrollWidth") <= 390, path
    phone.get_by_role("button", name="Wait 1 day").first.tap()
    days(phone).get_by_text("Wed", exact=True).tap()
    phone.get_by_role("button", name="Save").tap()
    expect(phone.get_by_text("Version 2", exact=True)).to_be_visible()
    assert stored(admin, known)["steps"][0]["weekdays"] == ["mon", "tue", "wed"]


def test_hostile_names_are_only_names(desk: Desk, admin: Client) -> None:
    page = desk("admin")
    for words in HOSTILE[:3]:
        known = sequence(admin, name=words)
        opened(page, f"/messages/sequences/{known['id']}")
        expect(page.get_by_role("heading", level=1, name=words)).to_be_visible()
        assert page.evaluate("() => window.hurt") is None
