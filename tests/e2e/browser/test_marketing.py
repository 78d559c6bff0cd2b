"""A marketer's day in the browser: people come in, are found, noted, tagged and brought by file."""

import re
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, FilePayload, Page, expect

from tests.e2e.browser.conftest import Axe, Desk
from tests.e2e.browser.pages import HOSTILE, deaf, opened, press_until, settled
from tests.harness.http import Client, made
from tests.harness.suite import Suite
from tests.harness.waiting import eventually

#: What goes through the worker on a busy machine; milliseconds.
SLOW = 120_000
SCREENS = (
    "",
    "people",
    "companies",
    "segments",
    "campaigns",
    "forms",
    "imports",
    "reports",
    "cleanup",
    "cleanup/rules",
    "follow-up",
    "occasions",
)


@pytest.fixture
def admin(suite: Suite) -> Client:
    return suite.admin()


def person(admin: Client, **fields: Any) -> dict[str, Any]:
    name = uuid4().hex[:12]
    asked = {"last_name": f"P{name}", "email": f"{name}@example.com", **fields}
    return made(admin.post("/v1/contacts", asked))


def expect_row(page: Page, name: str) -> None:
    expect(page.get_by_role("link", name=name).first).to_be_visible()


def test_a_form_brings_a_person_who_is_found_and_noted(
    desk: Desk, browser: Browser, base_url: str
) -> None:
    word = uuid4().hex[:10]
    page = desk("marketer")
    page.goto("/leads/forms")
    page.get_by_role("button", name="New form").first.click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("textbox", name="Name").fill(f"Form {word}")
    dialog.get_by_role("button", name="Create form").click()
    expect(page.get_by_role("heading", name=f"Form {word}").first).to_be_visible()
    address = page.get_by_role("link", name="Open page").get_attribute("href")

    visitor = browser.new_context(base_url=base_url, java_script_enabled=False).new_page()
    visitor.goto(address or "")
    visitor.get_by_label("Name").fill(f"Ada {word}")
    visitor.get_by_label("E-mail").fill(f"{word}@example.com")
    visitor.get_by_role("button").click()
    expect(visitor.get_by_role("button")).to_have_count(0)  # it was taken
    visitor.context.close()

    page.goto(f"/leads/people?q={word}")
    page.get_by_role("link", name=f"Ada {word}").first.click()
    expect(page.get_by_role("heading", name=f"Ada {word}")).to_be_visible()
    expect(page.get_by_text(f"Sent the form Form {word}")).to_be_visible()
    page.get_by_role("textbox", name="Note").fill("Met her at the fair.")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("listitem").get_by_text("Met her at the fair.")).to_be_visible()


def test_what_is_written_outlives_a_reload(desk: Desk, admin: Client) -> None:
    known = person(admin)
    page = desk("marketer")
    page.goto(f"/leads/people/{known['id']}")
    page.get_by_role("textbox", name="Note").fill("Half a sentence")
    page.reload()
    expect(page.get_by_role("textbox", name="Note")).to_have_value("Half a sentence")


def test_many_are_tagged_at_once_and_it_is_taken_back(desk: Desk, admin: Client) -> None:
    group, tag = f"g{uuid4().hex[:8]}", f"t{uuid4().hex[:8]}"
    people = [person(admin, tags=[group]) for _ in range(3)]
    page = desk("marketer")
    page.goto(f'/leads/people?filter=tags:"{group}"')
    expect_row(page, people[0]["full_name"])
    page.get_by_role("checkbox", name="Select all shown").check()
    page.get_by_role("button", name="Add tags").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="Cancel").press("j")  # no key of the list below
    expect(page.locator("[data-cursor]")).to_have_count(0)
    page.keyboard.press("Escape")
    page.get_by_role("checkbox", name="Select all shown").check()
    page.get_by_role("button", name="Add tags").click()
    expect(dialog.get_by_label("Tags").first).to_be_focused()
    page.keyboard.type(tag)
    page.keyboard.press("Enter")
    dialog.get_by_role("button", name="Add tags").click()
    expect(page.get_by_text("3 people tagged")).to_be_visible()
    assert counted(admin, tag) == 3
    page.get_by_role("button", name="Undo").click()
    eventually(lambda: counted(admin, tag) == 0, what="nobody has the tag")
    expect(page.get_by_role("row").filter(has_text=tag)).to_have_count(0)


def counted(admin: Client, tag: str) -> int:
    return int(made(admin.get("/v1/contacts:count", filter=f"tags:{tag}"))["count"])


def test_two_who_change_the_same_see_both_versions(desk: Desk, admin: Client) -> None:
    known = person(admin, city="Rome")
    page = deaf(desk("marketer"))  # the colleague's change is not heard
    page.goto(f"/leads/people/{known['id']}")
    page.get_by_role("button", name=re.compile("^Rome.*Edit City")).click()
    field = page.get_by_role("textbox", name="City")
    field.fill("Oslo")
    made(admin.patch(f"/v1/contacts/{known['id']}", {"city": "Bern"}))
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_text("Bern")).to_be_visible()
    expect(dialog.get_by_text("Oslo")).to_be_visible()
    dialog.get_by_role("button", name="Keep mine").click()
    expect(page.get_by_role("button", name=re.compile("^Oslo.*Edit City"))).to_be_visible()


def test_a_file_is_tried_and_becomes_people(desk: Desk) -> None:
    word = uuid4().hex[:8]
    rows = [f"Ada {word},{word}1@example.com,Rome", f"Grace {word},{word}2@example.com,Bern"]
    content = "\n".join(["Full name,E-mail,City", *rows, f"Nobody {word},not-an-address,"])
    page = desk("marketer")
    page.goto("/leads/imports")
    file = FilePayload(name=f"{word}.csv", mimeType="text/csv", buffer=content.encode())
    page.locator("input[type=file]").set_input_files(file)
    expect(page.get_by_role("combobox", name="Becomes: E-mail")).to_have_value("email")
    page.get_by_role("button", name="Try without importing").click()
    expect(page.get_by_text("What would happen")).to_be_visible()
    reason = page.get_by_role("list", name="Why rows are refused").get_by_role("listitem")
    expect(reason).to_contain_text("E-mail must be an e-mail address like ada@example.com")
    expect(reason).to_contain_text("line 4")
    page.get_by_role("button", name="Import 2 people").click()
    expect(page.get_by_text("The import is done")).to_be_visible(timeout=SLOW)
    expect(page.get_by_role("link", name="Refused rows as CSV")).to_be_visible()
    page.goto(f"/leads/people?q={word}")
    expect_row(page, f"Ada {word}")
    expect_row(page, f"Grace {word}")


def test_a_person_who_is_known_is_shown_instead_of_made_twice(desk: Desk, admin: Client) -> None:
    known = person(admin)
    page = desk("marketer")
    page.goto("/leads/people")
    page.get_by_role("button", name="New person").first.click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("textbox", name="E-mail").fill(known["email"])
    dialog.get_by_role("button", name="Add person").click()
    dialog.get_by_role("link", name=known["full_name"]).click()
    expect(page.get_by_role("heading", name=known["full_name"])).to_be_visible()


def test_a_call_nobody_answered_needs_no_words(desk: Desk, admin: Client) -> None:
    contact = person(admin)
    page = opened(desk("marketer"), f"/leads/people/{contact['id']}")
    story = page.get_by_role("region", name="Story")
    story.get_by_text("Call", exact=True).click()
    expect(story.get_by_role("button", name="Log call")).to_be_disabled()
    story.get_by_label("Outcome").select_option("NO_ANSWER")
    story.get_by_role("button", name="Log call").click()

    expect(story.get_by_role("listitem").filter(has_text="nobody answered")).to_be_visible()


def test_a_segment_counts_while_it_is_made(desk: Desk, admin: Client) -> None:
    group = f"g{uuid4().hex[:8]}"
    people = [person(admin, tags=[group]) for _ in range(2)]
    page = desk("marketer")
    page.goto(f'/leads/segments/new?filter=tags:"{group}"')
    expect(page.get_by_text("2 people match")).to_be_visible()
    page.get_by_role("textbox", name="Name").fill(f"Segment {group}")
    page.get_by_role("button", name="Save segment").click()
    expect(page.get_by_role("heading", name=f"Segment {group}")).to_be_visible()
    expect_row(page, people[0]["full_name"])


def test_the_list_is_walked_by_keys_alone(desk: Desk, admin: Client) -> None:
    group = f"g{uuid4().hex[:8]}"
    person(admin, tags=[group])
    page = desk("marketer")
    opened(page, f'/leads/people?filter=tags:"{group}"')
    expect(page.get_by_role("row")).to_have_count(2)
    press_until(page, "j", page.locator("[data-cursor]"))
    page.keyboard.press("x")
    expect(page.get_by_text("1 selected")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_text("1 selected")).to_have_count(0)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/leads/people/" in url)


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_are_only_words(desk: Desk, admin: Client, words: str) -> None:
    tag = f"t{uuid4().hex[:8]}"
    hostile = person(admin, first_name=words, company_name=words, job_title=words, tags=[tag])
    made(admin.post(f"/v1/contacts/{hostile['id']}/notes", {"body": words}))
    page = desk("marketer")
    page.goto(f'/leads/people?filter=tags:"{tag}"')
    expect(page.get_by_text(words).first).to_be_visible()
    page.goto(f"/leads/people/{hostile['id']}")
    expect(page.get_by_role("heading", name=words)).to_be_visible()
    expect(page.get_by_role("listitem").get_by_text(words).first).to_be_visible()
    assert page.evaluate("() => window.hurt") is None


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_screen_has_a_barrier(desk: Desk, admin: Client, axe: Axe, scheme: str) -> None:
    known = person(admin, tags=["vip"], city="Rome")
    form = made(admin.post("/v1/forms", {"name": f"Form {uuid4().hex}"}))
    page = desk("marketer", color_scheme=scheme)
    for path in (*SCREENS, f"people/{known['id']}", f"forms/{form['id']}", "segments/new"):
        show(page, path)
        axe(page)


def test_every_screen_fits_a_phone(desk: Desk, admin: Client) -> None:
    known = person(admin, tags=["vip"], company_name="A company with quite a long name")
    page = desk("marketer", viewport={"width": 390, "height": 844}, has_touch=True)
    for path in (*SCREENS, f"people/{known['id']}"):
        show(page, path)
        wide = page.evaluate("() => document.documentElement.scrollWidth")
        assert wide <= 390, path


def show(page: Page, path: str) -> None:
    """A screen with everything it loads."""
    opened(page, f"/leads/{path}")
    expect(page.locator("[aria-busy]")).to_have_count(0)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_day_of_a_marketer_begins_with_what_is_out(
    desk: Desk, admin: Client, axe: Axe, scheme: str
) -> None:
    group = f"g{uuid4().hex[:8]}"
    segment = made(admin.post("/v1/segments", {"name": group, "filter": f'tags:"{group}"'}))
    campaign = {"name": f"To {group}", "segment_id": segment["id"], "template_key": "welcome"}
    planned = made(admin.post("/v1/campaigns", campaign))
    page = opened(desk("marketer", color_scheme=scheme), "/")
    expect(page.get_by_role("link", name="Leads nobody took")).to_be_visible()
    out = page.get_by_role("region", name="Campaigns and forms")
    ours = out.locator(f"a[href='/leads/campaigns/{planned['id']}']")
    expect(ours).to_contain_text("Draft")
    axe(settled(page))
    ours.click()

    expect(page.get_by_role("heading", level=1)).to_have_text(f"To {group}")


def test_a_file_that_cannot_be_read_says_where_it_is_wrong(desk: Desk) -> None:
    page = opened(desk("marketer"), "/leads/imports")
    broken = b'E-mail,Name\nada@example.com,"Ada\n'
    file = FilePayload(name="people.csv", mimeType="text/csv", buffer=broken)
    page.locator("input[type=file]").set_input_files(file)
    alert = page.get_by_role("alert")

    expect(alert).to_contain_text("This file cannot be read as it is")
    expect(alert).to_contain_text("Line 2: a quotation mark is opened and never closed")
