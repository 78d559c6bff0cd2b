"""Scoring is tried before it counts: on a person, on the past, and in what becomes of points."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.browser.conftest import Axe, Desk
from tests.e2e.browser.pages import PHONE, opened
from tests.e2e.browser.test_lead_rules import add_filter, row, rules
from tests.harness.http import Client, made
from tests.harness.suite import Suite

BACKTEST = "**/v1/contacts:backtestScoring"
MEANS = "What these numbers mean"


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
    """What a test made does not stay to score for others."""
    yield
    for rule in rules(admin, "scoring_rules", word):
        made(admin.delete(f"/v1/scoring_rules/{rule['id']}"))


@pytest.fixture
def person(admin: Client, word: str) -> dict[str, Any]:
    """A lead nobody else finds, who was called 60 days ago and today."""
    asked = {"first_name": "Ada", "last_name": word, "email": f"{word}@example.com", "city": word}
    lead = made(admin.post("/v1/contacts", asked))
    for days in (60, 0):
        when = datetime.now(UTC) - timedelta(days=days)
        call = {"outcome": "REACHED", "occur_time": when.isoformat(), "summary": f"Call {days}"}
        made(admin.post(f"/v1/contacts/{lead['id']}/calls", call))
    return dict(lead)


@pytest.fixture
def rule(admin: Client, word: str) -> dict[str, Any]:
    """A rule that is there: talks are worth 8, and half after 60 days."""
    return dict(made(admin.post("/v1/scoring_rules", call_rule(word))))


def call_rule(word: str) -> dict[str, Any]:
    return {
        "name": f"Talked {word}",
        "group": "ENGAGEMENT",
        "basis": "TIMELINE",
        "filter": "kind = CALL AND outcome = REACHED",
        "points": 8,
        "half_life_days": 60,
    }


def try_on(page: Page, word: str) -> Locator:
    """What trying the rule on the person says."""
    tried = page.get_by_role("region", name="Try on a person")
    expect(page.get_by_role("dialog")).to_have_count(0)  # the focus is at rest
    field = tried.get_by_role("combobox", name="Person")
    field.click()
    field.fill(word)
    page.get_by_role("option", name=word).click()
    return tried


def look_back(page: Page) -> Locator:
    """What looking back says, or why it does not."""
    check = page.get_by_role("region", name="How well does scoring tell buyers from others?")
    check.get_by_role("button", name="Look back").click()
    return check


def found(*bands: tuple[int, int]) -> dict[str, Any]:
    """The answer of a backtest. bands: people and deals of cold, warm and hot."""
    names = ("COLD", "WARM", "HOT")
    told = [
        {
            "rating": name,
            **dict.fromkeys(("contacts_before", "contacts_after"), people),
            **dict.fromkeys(("deals_before", "deals_after"), deals),
        }
        for name, (people, deals) in zip(names, bands, strict=True)
    ]
    return {
        "contact_count": sum(people for people, _ in bands),
        "deal_count": sum(deals for _, deals in bands),
        "warmer_count": 0,
        "colder_count": 0,
        "bands": told,
        "changes": [],
    }


@pytest.mark.parametrize("on", [{}, PHONE | {"color_scheme": "dark"}], ids=["desk", "phone"])
def test_a_new_rule_is_tried_on_a_person_without_being_kept(
    desk: Desk, admin: Client, word: str, person: dict[str, Any], axe: Axe, on: dict[str, Any]
) -> None:
    page = opened(desk("marketer", **on), "/leads/scoring/new")
    tried = page.get_by_role("region", name="Try on a person")
    expect(tried).to_contain_text("First say above what counts")
    page.get_by_label("The filter is about").select_option("RECORD")
    page.get_by_label("It says").select_option("FIT")
    page.get_by_label("Points").fill("12")
    add_filter(page, "City", word)
    expect(page.get_by_text("1 person matches")).to_be_visible()  # nothing above moves any more
    try_on(page, person["last_name"])

    stays = rf"Ada {word} would have \d+ points instead of \d+, and stay cold\."
    expect(tried).to_contain_text(re.compile(stays))
    expect(tried.get_by_role("list", name="What the rule finds")).to_contain_text(
        f"+12City contains {word}"
    )
    axe(page)
    page.get_by_label("Points").fill("40")
    expect(tried).to_contain_text("would be warm instead of cold, with ")
    assert rules(admin, "scoring_rules", word) == []
    page.get_by_label("Name").fill(f"Near {word}")
    page.get_by_role("button", name="Save rule").click()
    expect(row(page, word)).to_contain_text("+40")


def test_a_changed_rule_is_tried_in_place_of_what_it_was(
    desk: Desk, word: str, person: dict[str, Any], rule: dict[str, Any]
) -> None:
    page = opened(desk("marketer"), f"/leads/scoring/{rule['id']}")
    tried = try_on(page, person["last_name"])
    expect(tried).to_contain_text("Nothing changes for")
    expect(tried).to_contain_text("It was worth 8 when it happened, and is worth 4 now.")

    page.get_by_label("Has to happen so often").fill("3")
    expect(tried).to_contain_text(f"with Ada {word} it did not happen 3 times")
    page.get_by_label("Has to happen so often").fill("0")
    expect(tried).to_contain_text("is worth 4 now.")
    page.get_by_label("Points").fill("500")
    expect(tried.get_by_role("alert")).to_contain_text("Points must be")
    page.route("**/score:try*", lambda route: route.abort())
    page.get_by_label("Points").fill("9")
    expect(tried.get_by_role("button", name="Try again")).to_be_visible()
    page.unroute("**/score:try*")
    tried.get_by_role("button", name="Try again").press("Enter")
    expect(tried).to_contain_text("instead of")


@pytest.mark.parametrize("on", [{}, PHONE], ids=["desk", "phone"])
def test_points_lose_a_share_at_a_time(
    desk: Desk, admin: Client, word: str, rule: dict[str, Any], axe: Axe, on: dict[str, Any]
) -> None:
    page = opened(desk("marketer", **on), f"/leads/scoring/{rule['id']}")
    expect(page.get_by_label("Worth half after")).to_have_value("60 days")
    expect(page.get_by_text("8 points are worth 4 after 60 days, 2 after 120 days")).to_be_visible()
    page.get_by_label("How it ages").select_option("steps")
    page.get_by_label("Loses each time").fill("50")
    page.get_by_label("Every", exact=True).fill("7")
    expect(page.get_by_text("8 points are worth 4 after 7 days, 0 after 14 days.")).to_be_visible()
    axe(page)
    page.get_by_role("button", name="Save rule").click()

    expect(row(page, word)).to_contain_text("50 % less every 7 days")
    (kept,) = rules(admin, "scoring_rules", word)
    assert (kept["half_life_days"], kept["decay_days"], kept["decay_percent"]) == (0, 7, 50)
    row(page, word).get_by_role("link").click()
    page.get_by_label("How it ages").select_option("never")
    page.get_by_role("button", name="Save rule").click()
    expect(row(page, word)).not_to_contain_text("less every")
    (kept,) = rules(admin, "scoring_rules", word)
    assert (kept["half_life_days"], kept["decay_days"], kept["decay_percent"]) == (0, 0, 0)


@pytest.mark.parametrize("on", [{"color_scheme": "dark"}, PHONE], ids=["desk", "phone"])
def test_looking_back_says_how_many_of_each_rating_became_a_deal(
    desk: Desk, admin: Client, person: dict[str, Any], axe: Axe, on: dict[str, Any]
) -> None:
    stage = {"stage": "CUSTOMER", "reason": "Bought at the fair"}
    made(admin.post(f"/v1/contacts/{person['id']}:changeLifecycle", stage))
    page = opened(desk("marketer", **on), "/leads/scoring")
    check = look_back(page)

    expect(check.get_by_role("heading", name=MEANS)).to_be_visible()
    expect(check.get_by_role("list", name="How many became a deal")).to_contain_text("Cold")
    expect(check).to_contain_text("Became a deal")
    expect(check.get_by_role("button", name="Look again")).to_be_enabled()
    axe(page)


@pytest.mark.parametrize(
    ("bands", "said"),
    [
        (((100, 5), (40, 8), (10, 7)), "warm and hot people 30% became a deal, of cold ones 5%"),
        (((100, 20), (10, 2), (10, 1)), "does not tell buyers from others"),
        (((100, 0), (10, 2), (10, 1)), "With 3 deals this is a hint"),
        (((90, 0), (9, 0), (1, 0)), "Of 100 people nobody became a deal yet"),
        (((0, 0), (0, 0), (0, 0)), "Nobody to look at yet"),
    ],
)
def test_what_looking_back_found_is_said_in_words(
    desk: Desk, bands: tuple[tuple[int, int], ...], said: str
) -> None:
    page = opened(desk("marketer"), "/leads/scoring")
    page.route(BACKTEST, lambda route: route.fulfill(json=found(*bands)))

    expect(look_back(page)).to_contain_text(said)


@pytest.mark.usefixtures("person")
def test_looking_back_can_be_tried_again_and_is_not_offered_to_all(
    desk: Desk, admin: Client
) -> None:
    page = opened(desk("marketer"), "/leads/scoring")
    page.route(BACKTEST, lambda route: route.abort())
    check = look_back(page)
    check.get_by_role("button", name="Try again").wait_for()
    page.unroute(BACKTEST)
    with page.expect_response("**/v1/scoring_rules*"):
        made(admin.post("/v1/contacts", {"last_name": "Comer"}))  # the page hears of it
    check.get_by_role("button", name="Try again").press("Enter")
    expect(check.get_by_role("heading", name=MEANS)).to_be_visible()

    rep = opened(desk("rep"), "/leads/scoring")
    expect(rep.get_by_text("Looked at prices twice within a week")).to_be_visible()
    expect(rep.get_by_role("button", name="Look back")).to_have_count(0)


def test_a_draft_from_before_rules_could_age_otherwise_keeps_how_the_rule_ages(
    desk: Desk, admin: Client, word: str, rule: dict[str, Any]
) -> None:
    page = opened(desk("marketer"), f"/leads/scoring/{rule['id']}")
    page.get_by_label("Points").fill("9")
    expect(page.get_by_role("button", name="Save rule")).to_be_enabled()  # the draft is kept
    page.evaluate(
        "key => { const kept = JSON.parse(localStorage.getItem(key)); delete kept.design.ageing;"
        " delete kept.base.ageing; localStorage.setItem(key, JSON.stringify(kept)); }",
        f"trellis-draft:design:scoring:{rule['id']}",
    )
    page.reload()
    expect(page.get_by_label("Points")).to_have_value("9")
    expect(page.get_by_label("Worth half after")).to_have_value("60 days")
    page.get_by_role("button", name="Save rule").click()
    expect(row(page, word)).to_contain_text("+9")
    (kept,) = rules(admin, "scoring_rules", word)
    assert (kept["points"], kept["half_life_days"]) == (9, 60)


def test_a_rule_says_in_words_what_counts(desk: Desk, word: str, rule: dict[str, Any]) -> None:
    page = opened(desk("marketer"), "/leads/scoring")
    expect(row(page, rule["name"])).to_contain_text("What happened is Call, and Outcome is Reached")


@pytest.mark.parametrize(
    ("filter_text", "words"),
    [
        (
            "(kind = FORM AND (form_name:price OR form_name:demo)) OR (kind = CALL AND score > 1)",
            "(kind = FORM AND (form_name:price OR form_name:demo)) OR (kind = CALL AND score > 1)",
        ),
        (
            "(kind = FORM AND (form_name:price OR form_name:demo)) OR kind = CALL",
            "(What happened is Sent a form, and Form contains price or demo),"
            " or What happened is Call",
        ),
        (
            'form_name:"this AND that" AND kind = CALL OR kind = FORM',
            "Form contains this AND that, and What happened is Call or Sent a form",
        ),
        (
            "form_name:this AND (kind = CALL OR state = OPEN)",
            "Form contains this, and (What happened is Call, or State is Open)",
        ),
    ],
)
def test_conditions_within_conditions_are_said_in_words_or_as_it_is_written(
    desk: Desk, admin: Client, word: str, filter_text: str, words: str
) -> None:
    made(admin.post("/v1/scoring_rules", call_rule(word) | {"filter": filter_text}))
    page = opened(desk("marketer"), "/leads/scoring")
    expect(row(page, word)).to_contain_text(words)
