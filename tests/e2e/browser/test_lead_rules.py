"""The rules of marketing by clicks: who gets which lead, and what makes a score."""

import re
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.browser.conftest import Axe, Desk
from tests.e2e.browser.pages import PHONE, opened
from tests.harness.http import Client, made
from tests.harness.suite import Suite
from tests.harness.waiting import eventually


@pytest.fixture
def admin(suite: Suite) -> Iterator[Client]:
    with suite.admin() as client:
        yield client


@pytest.fixture
def word() -> str:
    """What no lead of anybody has."""
    return f"w{uuid4().hex[:10]}"


@pytest.fixture(autouse=True)
def gone(admin: Client, word: str) -> Iterator[None]:
    """What a test made does not stay to choose and score for others."""
    yield
    for kind in ("assignment_rules", "scoring_rules"):
        for rule in rules(admin, kind, word):
            made(admin.delete(f"/v1/{kind}/{rule['id']}"))


def rules(admin: Client, kind: str, word: str) -> list[dict[str, Any]]:
    """The rules with the word in their name, in their order."""
    found: list[dict[str, Any]] = made(admin.get(f"/v1/{kind}"))[kind]
    return [rule for rule in found if word in rule["name"]]


@pytest.fixture
def other(admin: Client, word: str) -> str:
    """The name of a rule of assignment that is there already, for nobody."""
    me = made(admin.get("/v1/users", filter='email = "rep@trellis.example"'))["users"][0]["id"]
    rule = {"name": f"Other {word}", "filter": f'city = "{word}"', "strategy": "ROUND_ROBIN"}
    return str(made(admin.post("/v1/assignment_rules", rule | {"member_ids": [me]}))["name"])


def add_filter(page: Page, field: str, value: str, *, one_of: bool = False) -> None:
    page.get_by_role("button", name="Add filter").click()
    asked = page.get_by_role("dialog")
    asked.get_by_label("Field").select_option(field)
    answer = asked.get_by_label("Value")
    answer.select_option(value) if one_of else answer.fill(value)
    asked.get_by_role("button", name="Apply").click()


def row(page: Page, name: str) -> Locator:
    return page.get_by_role("listitem").filter(has_text=name)


def test_a_rule_of_assignment_is_made_put_first_and_deleted(
    desk: Desk, admin: Client, word: str, other: str, axe: Axe
) -> None:
    name = f"City {word}"
    page = opened(desk("marketer"), "/leads/assignment")
    expect(row(page, other)).to_contain_text(f"City is {word}")
    page.get_by_role("link", name="New rule").click()
    page.get_by_label("Name").fill(name)
    page.get_by_label("How somebody is chosen").select_option("FIXED")
    page.get_by_label("People who get leads").first.click()
    page.get_by_role("option", name="Grace Okafor").click()
    add_filter(page, "City", word)
    expect(page.get_by_text("Nobody matches yet")).to_be_visible()
    axe(page)
    page.get_by_role("button", name="Save rule").click()

    expect(row(page, name)).to_contain_text(f"City contains {word}")
    expect(row(page, name)).to_contain_text("Grace Okafor")
    last = rules(admin, "assignment_rules", word)[-1]
    assert (last["name"], last["strategy"]) == (name, "FIXED")
    assert last["filter"] == f'city:"{word}"'

    page.get_by_role("button", name=f"Ask “{name}” earlier").press("Enter")
    eventually(lambda: rules(admin, "assignment_rules", word)[0]["name"] == name)
    row(page, name).get_by_role("link").click()
    page.get_by_role("button", name="Delete rule").click()
    expect(row(page, other)).to_be_visible()
    expect(row(page, name)).to_have_count(0)
    page.get_by_role("button", name="Undo").click()
    expect(row(page, name)).to_have_count(1)


def test_a_rule_of_the_score_is_made_and_changed(
    desk: Desk, admin: Client, word: str, axe: Axe
) -> None:
    page = opened(desk("marketer", color_scheme="dark"), "/leads/scoring")
    axe(page)
    expect(row(page, "Looked at prices twice within a week")).to_contain_text(
        "2 times within 7 days"
    )
    page.get_by_role("link", name="New rule").click()
    page.get_by_label("Name").fill(f"Took {word}")
    page.get_by_label("Points").fill("7")
    add_filter(page, "What happened", "FORM", one_of=True)
    add_filter(page, "Document", word)
    axe(page)
    page.get_by_role("button", name="Save rule").click()

    expect(row(page, word)).to_contain_text(
        f"What happened is Sent a form, and Document contains {word}"
    )
    expect(row(page, word)).to_contain_text("+7")
    row(page, word).get_by_role("link").click()
    page.get_by_label("Points").fill("-3")
    page.get_by_role("button", name="Save rule").click()
    expect(row(page, word)).to_contain_text("-3")
    assert rules(admin, "scoring_rules", word)[0]["points"] == -3


def test_a_refused_rule_names_its_field_and_keeps_what_was_typed(desk: Desk, word: str) -> None:
    page = opened(desk("marketer"), "/leads/scoring/new")
    page.get_by_label("Name").fill(f"Much {word}")
    page.get_by_label("Points").fill("500")
    add_filter(page, "Document", word)
    page.get_by_role("button", name="Save rule").click()

    expect(page.get_by_role("alert")).to_contain_text("Points must be")
    expect(page.get_by_role("textbox", name="Points")).to_have_attribute("aria-invalid", "true")
    expect(page.get_by_label("Name")).to_have_value(f"Much {word}")


def test_who_may_not_change_rules_reads_them(desk: Desk, other: str) -> None:
    page = opened(desk("rep", **PHONE), "/leads/assignment")

    expect(page.get_by_role("heading", level=1)).to_have_text("Who gets leads")
    expect(row(page, other)).to_contain_text("Each in turn")
    expect(page.get_by_role("link", name="New rule")).to_have_count(0)
    expect(page.get_by_role("button", name=re.compile("earlier"))).to_have_count(0)


def test_from_when_on_a_lead_is_hot_is_set_in_a_sentence(admin: Client, desk: Desk) -> None:
    limits = made(admin.get("/v1/scoring_model"))
    warm, hot = limits["warm_score"], limits["hot_score"]
    page = opened(desk("marketer"), "/leads/scoring/limits")

    expect(
        page.get_by_text(f"From {warm} points on a lead is warm, from {hot} on it is hot.")
    ).to_be_visible()
    page.get_by_role("button", name="Change: When a lead is warm or hot").click()
    page.get_by_label("Warm from").fill(str(hot))
    expect(page.get_by_text("Warm has to come before hot.")).to_be_visible()
