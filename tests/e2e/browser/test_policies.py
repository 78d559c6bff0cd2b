"""The rules an admin sets for a whole feature: seen, changed, refused, and by whom."""

from collections.abc import Iterator
from typing import Any, NamedTuple

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.browser.conftest import Axe, Desk
from tests.e2e.browser.pages import PHONE, deaf, opened, tab_to
from tests.harness.http import Client, made
from tests.harness.suite import Suite


class Change(NamedTuple):
    """A field of a rule gets another value; what the page then says."""

    screen: str
    rule: str
    policy: str
    field: str
    label: str
    value: int
    says: str


CHANGES = [
    Change(
        *("/leads/follow-up", "How long a lead may wait", "/v1/follow_up_policy"),
        *("warn_hours", "Warned so long before", 5, "the owner is warned 5 hours before"),
    ),
    Change(
        *("/leads/occasions", "We miss you", "/v1/occasion_policy"),
        *("absence_days", "After a silence of", 45, "45 days"),
    ),
    Change(
        *("/deals/usage", "When a larger plan is suggested", "/v1/usage_policy"),
        *("months_on_plan", "After so long on the same plan", 9, "after 9 months on the same plan"),
    ),
    Change(
        *("/tickets/nps", "When customers are asked", "/v1/nps_policy"),
        *("pause_days", "Not again within", 120, "nobody is asked twice within 120 days"),
    ),
]
NAMES = [change.policy.rpartition("/")[2] for change in CHANGES]
WAIT, _, USAGE, NPS = CHANGES


@pytest.fixture
def admin(suite: Suite) -> Iterator[Client]:
    """An admin's program; what it finds of the policies is there again afterwards."""
    with suite.admin() as client:
        before = {change.policy: made(client.get(change.policy)) for change in CHANGES}
        yield client
        for path, policy in before.items():
            kept = ("id", "etag", "create_time", "update_time")
            made(client.patch(path, {name: policy[name] for name in policy if name not in kept}))


def change(page: Page, wanted: Change, value: int) -> Any:
    """The rule's dialog, with the value typed in."""
    page.get_by_role("button", name=f"Change: {wanted.rule}").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("textbox", name=wanted.label).fill(str(value))
    return dialog


@pytest.mark.parametrize("wanted", CHANGES, ids=NAMES)
def test_a_rule_is_changed_and_says_what_it_does_now(
    desk: Desk, admin: Client, wanted: Change
) -> None:
    page = opened(desk("manager"), wanted.screen)
    dialog = change(page, wanted, wanted.value)
    dialog.get_by_role("button", name="Save").click()

    expect(dialog).to_have_count(0)
    expect(page.get_by_role("region", name=wanted.rule)).to_contain_text(wanted.says)
    assert made(admin.get(wanted.policy))[wanted.field] == wanted.value


def test_on_a_phone_by_keyboard_the_days_that_count_are_chosen(desk: Desk, admin: Client) -> None:
    made(admin.patch(WAIT.policy, {"working_days": [], "time_zone": "Europe/Berlin"}))
    page = opened(desk("manager", **PHONE), WAIT.screen)
    tab_to(page, "Change: Which days count")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_be_visible()
    for day in ("Tuesday", "Monday"):
        page.get_by_role("checkbox", name=day).press("Space")
    expect(page.get_by_role("dialog")).to_contain_text("on Monday, Tuesday only, in Europe/Berlin")
    page.get_by_role("dialog").get_by_role("button", name="Save").press("Enter")

    expect(page.get_by_role("dialog")).to_have_count(0)
    assert made(admin.get(WAIT.policy))["working_days"] == ["mon", "tue"]


def test_an_occasion_that_is_on_needs_something_to_send(desk: Desk, admin: Client) -> None:
    nothing = {"birthday_enabled": False, "birthday_template_key": ""}
    made(admin.patch("/v1/occasion_policy", nothing))
    page = opened(desk("manager"), "/leads/occasions")
    page.get_by_role("button", name="Change: Birthday").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("checkbox", name="Send it").check()
    dialog.get_by_role("button", name="Save").click()

    expect(dialog.get_by_role("alert")).to_contain_text("What is sent")
    expect(dialog.get_by_role("combobox", name="What is sent")).to_have_accessible_description(
        "Choose what is sent."
    )
    assert made(admin.get("/v1/occasion_policy"))["birthday_enabled"] is False


@pytest.mark.parametrize(
    ("wanted", "value", "wrong"),
    [
        (WAIT, 72, "The warning has to come before the end"),
        (USAGE, 121, "A whole number from 0 to 120."),
    ],
    ids=["of the other field", "of its own"],
)
def test_a_value_beyond_its_bounds_is_refused_at_its_field(
    desk: Desk, admin: Client, wanted: Change, value: int, wrong: str
) -> None:
    made(admin.patch(WAIT.policy, {"due_hours": 72, "warn_hours": 24}))
    before = made(admin.get(wanted.policy))
    page = opened(desk("manager"), wanted.screen)
    dialog = change(page, wanted, value)
    dialog.get_by_role("button", name="Save").click()

    expect(dialog.get_by_role("alert")).to_contain_text(wanted.label)
    expect(dialog).to_contain_text(wrong)
    assert made(admin.get(wanted.policy)) == before


@pytest.mark.parametrize("size", [{}, PHONE], ids=["desk", "phone"])
def test_two_who_change_a_rule_see_both_versions(
    desk: Desk, admin: Client, size: dict[str, Any]
) -> None:
    made(admin.patch(NPS.policy, {"pause_days": 80, "days_after_start": 0}))
    page = opened(deaf(desk("admin", **size)), NPS.screen)  # the other's change is not heard
    dialog = change(page, NPS, 100)
    made(admin.patch(NPS.policy, {"pause_days": 60}))
    dialog.get_by_role("button", name="Save").click()
    both = page.get_by_role("dialog", name="Somebody changed this while you were writing")
    expect(both.get_by_role("row", name="Not again within")).to_contain_text("100 days")
    expect(both.get_by_role("row", name="Not again within")).to_contain_text("60 days")
    both.get_by_role("button", name="Keep mine").click()

    expect(both).to_have_count(0)
    expect(page.get_by_role("region", name=NPS.rule)).to_contain_text("within 100 days")
    assert made(admin.get(NPS.policy))["pause_days"] == 100


def test_who_may_only_look_at_a_rule_is_not_offered_to_change_it(desk: Desk) -> None:
    page = opened(desk("rep"), WAIT.screen)

    expect(page.get_by_role("region", name=WAIT.rule)).to_contain_text("goes to the next rep")
    expect(page.get_by_role("button", name="Change")).to_have_count(0)


def test_rules_that_are_not_a_persons_are_not_shown(desk: Desk) -> None:
    page = opened(desk("agent"), "/settings/rules")
    rules = page.get_by_role("main").get_by_role("link")
    expect(rules).to_have_count(1)
    rules.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("NPS")

    opened(page, "/leads/people")
    sections = page.get_by_role("navigation", name="Sections")
    expect(sections.get_by_role("link", name="People")).to_be_visible()
    expect(sections.get_by_role("link", name="Follow-up")).to_have_count(0)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_has_nothing_to_say_of_a_rule_that_is_changed(
    desk: Desk, axe: Axe, scheme: str
) -> None:
    page = opened(desk("manager", color_scheme=scheme), WAIT.screen)
    page.get_by_role("button", name="Change: Which days count").click()
    expect(page.get_by_role("checkbox", name="Sunday")).to_be_visible()
    axe(page)
