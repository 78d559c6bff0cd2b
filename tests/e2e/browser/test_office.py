"""The office by clicks: who is in a team, what a program may do, who did what."""

import re
from uuid import uuid4

from playwright.sync_api import Page, expect

from tests.e2e.browser.conftest import Axe, Desk
from tests.e2e.browser.pages import PHONE, opened
from tests.harness.http import Client, made
from tests.harness.suite import Suite


def test_people_are_put_into_a_team_where_it_stands(desk: Desk, suite: Suite, axe: Axe) -> None:
    mark = uuid4().hex[:8]
    with suite.admin() as admin:
        team = made(admin.post("/v1/teams", {"name": f"Nordics {mark}"}))
        person = made(
            admin.post("/v1/users", {"name": f"Nils {mark}", "email": f"{mark}@trellis.example"})
        )
        page = opened(desk("admin"), "/settings/teams")
        row = page.get_by_role("listitem").filter(has_text=f"Nordics {mark}")
        expect(row).to_contain_text("Nobody is in it")
        choose(page, f"Nordics {mark}", f"Nils {mark}", axe)
        expect(row).to_contain_text("1 person")
        assert made(admin.get(f"/v1/users/{person['id']}"))["team_ids"] == [team["id"]]

        row.get_by_role("button", name="More for").click()
        page.get_by_role("menuitem", name="Delete").click()
        expect(page.get_by_text("People are in this team. Take them out first.")).to_be_visible()


def choose(page: Page, team: str, person: str, axe: Axe) -> None:
    """Puts a person into a team: ticked among few, looked for among many."""
    page.get_by_role("button", name=f"More for {team}").click()
    page.get_by_role("menuitem", name="Choose who is in it").click()
    dialog = page.get_by_role("dialog", name=f"Who is in {team}")
    people = dialog.get_by_role("checkbox", name=person).or_(dialog.get_by_role("combobox"))
    expect(people).to_be_visible()
    axe(page, "[role=dialog]")
    if people.get_attribute("type") == "checkbox":
        people.check()
    else:
        people.fill(person)
        page.get_by_role("option", name=person).click()
        page.keyboard.press("Tab")
    dialog.get_by_role("button", name="Save").click()
    expect(dialog).to_have_count(0)


def test_a_key_says_what_is_wrong_with_its_last_day_then_works_until_it_is_revoked(
    desk: Desk, suite: Suite
) -> None:
    mark = uuid4().hex[:8]
    page = opened(desk("admin", timezone_id="America/New_York"), "/settings/keys")
    page.get_by_role("button", name="Create key").click()
    dialog = page.get_by_role("dialog", name="Create key")
    dialog.get_by_role("textbox", name="What it is for").fill(f"Shop {mark}")
    dialog.get_by_role("combobox", name="What it may do").fill("contacts.read")
    page.get_by_role("option", name="Contacts: See (contacts.read)").click()
    page.keyboard.press("Tab")
    last_day = dialog.get_by_label("Last day")
    last_day.fill("2020-01-31")
    dialog.get_by_role("button", name="Create key").click()
    expect(last_day).to_have_accessible_description(re.compile("must lie in the future"))
    expect(dialog.get_by_role("alert")).to_contain_text("Last day")
    last_day.fill("2099-12-31")
    dialog.get_by_role("button", name="Create key").click()

    once = page.get_by_role("dialog", name="Copy the key now")
    expect(once).to_contain_text("Authorization: Bearer")
    expect(once.get_by_role("button", name="Copy")).to_be_focused()
    key = once.locator(".key-once").inner_text()
    once.get_by_role("button", name="I have it").click()
    row = page.get_by_role("row").filter(has_text=f"Shop {mark}")
    expect(row).to_contain_text("Contacts: See")
    expect(row).to_contain_text("31 Dec 2099, 23:59")
    with Client(suite.url, api_key=key) as program:
        assert program.get("/v1/contacts").status_code == 200
        row.get_by_role("button", name="Revoke").click()
        page.get_by_role("dialog").get_by_role("button", name="Revoke").click()
        expect(row).to_contain_text("Revoked")


def test_the_audit_finds_what_it_shows(desk: Desk, suite: Suite, axe: Axe) -> None:
    mark = uuid4().hex[:8]
    with suite.admin() as admin:
        team = made(admin.post("/v1/teams", {"name": f"Baltics {mark}"}))
        made(admin.patch(f"/v1/teams/{team['id']}", {"description": "From Tallinn"}))
    page = opened(desk("admin"), "/settings/audit")
    page.get_by_role("textbox", name="Search").fill(f"Baltics {mark}")
    rows = page.get_by_role("row").filter(has_text=f"Baltics {mark}")
    expect(rows).to_have_count(2)
    page.get_by_role("button", name="Add filter").click()
    page.get_by_label("Value").select_option("Team changed")
    page.get_by_role("button", name="Apply").click()
    expect(rows).to_have_count(1)
    expect(rows).to_contain_text("From Tallinn")

    page.get_by_role("button", name="Remove filter: What is Team changed").click()
    page.get_by_role("textbox", name="Search").fill("team added")
    expect(page.get_by_role("cell", name="Team added").first).to_be_visible()
    expect(page.get_by_role("cell", name="Team changed")).to_have_count(0)
    axe(page)

    phone = opened(desk("admin", **PHONE), f"/settings/audit?q=Baltics {mark}")
    expect(phone.get_by_text(f"Baltics {mark}, by ").first).to_be_visible()
