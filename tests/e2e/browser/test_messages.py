"""The log of messages, their words and who is left alone: by mouse and on a phone, no barrier."""

from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e.browser.conftest import Axe, Desk
from tests.e2e.browser.pages import HOSTILE, PHONE, opened
from tests.e2e.test_mail import mails_to
from tests.harness.http import Client, made
from tests.harness.suite import Suite
from tests.harness.waiting import eventually

SCREENS = ("", "templates", "suppressions", "preferences")
#: What goes through the relay, the worker and a mail server on a busy machine.
SLOW = 90.0


@pytest.fixture
def admin(suite: Suite) -> Client:
    return suite.admin()


def template(admin: Client, purpose: str, **words: str) -> dict[str, Any]:
    """A template for this test alone."""
    body = "Hello {{first_name|there}}. {{unsubscribe_url}}"
    asked = {"key": f"t_{uuid4().hex[:10]}", "purpose": purpose, "subject": "News for you"}
    return made(admin.post("/v1/templates", asked | {"body_text": body} | words))


def person(admin: Client) -> dict[str, Any]:
    """A contact for this test alone, once messages can go to them."""
    name = {"first_name": "Ada", "last_name": f"P{uuid4().hex[:10]}"}
    asked = name | {"email": f"{uuid4().hex[:12]}@example.com"}
    contact = made(admin.post("/v1/contacts", asked))
    (some,) = made(admin.get("/v1/templates", page_size=1))["templates"]
    read_by_them = {"contact_id": contact["id"]}
    path = f"/v1/templates/{some['id']}:preview"
    eventually(lambda: admin.post(path, read_by_them).ok, within=SLOW, what="notify knows them")
    return contact


def message(admin: Client, contact: dict[str, Any], key: str, state: str) -> dict[str, Any]:
    """A message to somebody, once the guard has decided."""
    asked = {"contact_id": contact["id"], "template_key": key}
    path = f"/v1/messages/{made(admin.post('/v1/messages', asked))['id']}"

    def decided() -> dict[str, Any] | None:
        found = made(admin.get(path))
        return found if found["state"] == state else None

    found = eventually(decided, within=SLOW, what=f"the message is {state}")
    assert found is not None
    return found


def test_a_message_that_is_held_back_says_why(desk: Desk, admin: Client) -> None:
    contact = person(admin)
    words = template(admin, "PROMOTIONAL")
    held = message(admin, contact, words["key"], "HELD")
    page = opened(desk("admin"), "/messages/")
    page.get_by_role("link", name="Held back").click()
    row = page.get_by_role("row").filter(has_text=contact["email"])
    expect(row).to_contain_text("No consent")
    row.get_by_role("link", name="News for you").click()
    page.wait_for_url(f"**/messages/{held['id']}")
    decisions = page.get_by_role("region", name="What was decided")
    expect(decisions).to_contain_text("Held back")
    expect(decisions).to_contain_text(held["decisions"][0]["explanation"])
    about = page.get_by_role("region", name="About it")
    to = about.get_by_role("link", name=contact["email"])
    expect(to).to_have_attribute("href", f"/leads/people/{contact['id']}")
    about.get_by_role("link", name=words["key"]).click()
    page.wait_for_url(f"**/templates/{words['id']}")


def test_words_are_changed_and_shown_as_a_person_reads_them(desk: Desk, admin: Client) -> None:
    contact, known = person(admin), template(admin, "PROMOTIONAL")
    page = opened(desk("admin"), f"/messages/templates/{known['id']}")
    page.get_by_role("textbox", name="Subject").fill("A note for {{first_name}}")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Revision 2")).to_be_visible()
    page.get_by_role("combobox", name="Person").fill(contact["last_name"])
    page.get_by_role("option", name=contact["email"]).click()
    preview = page.get_by_role("region", name="Preview")
    expect(preview.get_by_text("A note for Ada", exact=True)).to_be_visible()
    expect(preview.get_by_text("Hello Ada.")).to_be_visible()

    page.get_by_role("textbox", name="Subject").fill("A note for {{nobody_knows}}")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert").first).to_be_visible()
    expect(page.get_by_role("textbox", name="Subject")).to_have_value("A note for {{nobody_knows}}")
    assert made(admin.get(f"/v1/templates/{known['id']}"))["revision"] == 2


def test_a_template_is_made_and_takes_up_words_it_said_before(
    desk: Desk, admin: Client, axe: Axe
) -> None:
    key = f"t_{uuid4().hex[:10]}"
    page = opened(desk("admin"), "/messages/templates")
    page.get_by_role("button", name="New template").click()
    dialog = page.get_by_role("dialog", name="New template")
    dialog.get_by_role("textbox", name="Key").fill(key)
    dialog.get_by_role("textbox", name="Subject").fill("First words")
    dialog.get_by_role("textbox", name="Text").fill("No way out")
    dialog.get_by_role("button", name="Add template").click()
    expect(dialog.get_by_text("must show {{unsubscribe_url}}: it is advertising")).to_be_visible()
    axe(page)
    dialog.get_by_role("textbox", name="Text").fill("Enough? {{unsubscribe_url}}")
    dialog.get_by_role("button", name="Add template").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(key)

    subject = page.get_by_role("textbox", name="Subject")
    subject.fill("Second words")
    page.get_by_role("button", name="Save").click()
    before = page.get_by_role("region", name="Earlier revisions")
    before.get_by_text("Revision 1").click()
    expect(before.get_by_text("First words")).to_be_visible()
    axe(page)
    subject.fill("Half a thought")
    before.get_by_role("button", name="Use these words again").click()
    expect(subject).to_have_value("First words")
    page.get_by_role("button", name="Undo").click()
    expect(subject).to_have_value("Half a thought")
    before.get_by_role("button", name="Use these words again").click()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Revision 3")).to_be_visible()
    (found,) = made(admin.get("/v1/templates", filter=f"key = {key}"))["templates"]
    assert found["subject"] == "First words"


def test_a_template_is_deleted_once_asked_for(desk: Desk, admin: Client, axe: Axe) -> None:
    known = template(admin, "PROMOTIONAL")
    page = opened(desk("marketer", **PHONE), f"/messages/templates/{known['id']}")
    for answer in ("Keep it", "Delete"):
        page.get_by_role("button", name="More for this template").click()
        page.get_by_role("menuitem", name="Delete").click()
        dialog = page.get_by_role("dialog", name=f"Delete {known['key']}?")
        expect(dialog).to_be_visible()
        axe(page)
        dialog.get_by_role("button", name=answer).click()
        expect(dialog).to_have_count(0)
    page.wait_for_url("**/messages/templates")
    expect(page.get_by_text(f"{known['key']} is deleted")).to_be_visible()
    assert admin.get(f"/v1/templates/{known['id']}").status_code == 404


def test_an_address_is_left_alone_and_written_to_again(desk: Desk, admin: Client) -> None:
    email = f"{uuid4().hex[:12]}@example.com"
    page = opened(desk("admin"), "/messages/suppressions")
    page.get_by_role("button", name="Leave an address alone").first.click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("textbox", name="Address").fill(email)
    dialog.get_by_role("textbox", name="Note").fill("Asked on the phone.")
    dialog.get_by_role("button", name="Leave an address alone").click()
    row = page.get_by_role("row").filter(has_text=email)
    expect(row).to_contain_text("By hand")

    row.get_by_role("button", name="Write to it again").click()
    expect(row).to_have_count(0)
    page.get_by_role("button", name="Undo").click()
    expect(row).to_contain_text("Asked on the phone.")
    wanted = f'email = "{email}"'
    assert len(made(admin.get("/v1/suppressions", filter=wanted))["suppressions"]) == 1


def test_advertising_ends_by_the_link_without_javascript(
    suite: Suite, browser: Browser, admin: Client
) -> None:
    contact = person(admin)
    consent = {"state": "GRANTED", "text": "Yes, please."}
    made(admin.post(f"/v1/contacts/{contact['id']}/consents", consent))
    message(admin, contact, template(admin, "TRANSACTIONAL")["key"], "SENT")
    (mail,) = eventually(
        lambda: mails_to(suite, contact["email"]), within=SLOW, what="the mail is there"
    )
    link = next(word for word in mail["text"].split() if "/public/unsubscribe/" in word)
    context = browser.new_context(java_script_enabled=False)
    visitor = context.new_page()
    visitor.goto(link)
    visitor.get_by_role("button", name="Unsubscribe").click()
    expect(visitor.get_by_role("heading", name="You are unsubscribed")).to_be_visible()
    visitor.get_by_role("button", name="subscribe again").click()
    expect(visitor.get_by_role("heading", name="Stop advertising?")).to_be_visible()
    context.close()


def test_what_one_hears_of_is_chosen_and_kept(desk: Desk) -> None:
    page = opened(desk("marketer"), "/messages/preferences")
    wish = page.get_by_role("switch", name="By mail").first
    before = wish.is_checked()
    with page.expect_response("**/v1/notification_preferences/*"):
        wish.click(force=True)
    expect(wish).to_be_checked(checked=not before)
    expect(wish).to_be_enabled()
    opened(page, "/messages/preferences")
    expect(wish).to_be_checked(checked=not before)
    wish.click(force=True)
    expect(wish).to_be_checked(checked=before)
    expect(wish).to_be_enabled()


def test_hostile_words_are_only_words(desk: Desk, admin: Client) -> None:
    page = desk("admin")
    for words in HOSTILE[:3]:  # a template takes no placeholder nobody knows, the fourth is one
        known = template(admin, "TRANSACTIONAL", subject=words)
        opened(page, f"/messages/templates/{known['id']}")
        preview = page.get_by_role("region", name="Preview")
        expect(preview.get_by_text(words, exact=True)).to_be_visible()
        assert page.evaluate("() => window.hurt") is None


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_has_nothing_to_say(desk: Desk, admin: Client, axe: Axe, scheme: str) -> None:
    known = template(admin, "PROMOTIONAL")
    held = message(admin, person(admin), known["key"], "HELD")
    page = desk("admin", color_scheme=scheme)
    for path in (*SCREENS, held["id"], f"templates/{known['id']}"):
        axe(opened(page, f"/messages/{path}"))


def test_a_phone_shows_the_decision_and_scrolls_no_page_sideways(desk: Desk, admin: Client) -> None:
    known = template(admin, "PROMOTIONAL", subject=f"{'Longword' * 12} {uuid4().hex[:8]}")
    held = message(admin, person(admin), known["key"], "HELD")
    phone = desk("admin", **PHONE)
    for path in (*SCREENS, f"templates/{known['id']}", held["id"]):
        opened(phone, f"/messages/{path}")
        assert phone.evaluate("() => document.documentElement.scrollWidth") <= 390, path
    expect(phone.get_by_role("region", name="What was decided")).to_contain_text("No consent")
