"""The page of health: who is silent; what was given up is seen, tried again, dropped."""

from uuid import uuid4

from playwright.sync_api import Locator, Page, expect

from chassis.ids import uuid7
from tests.e2e.browser.conftest import Axe, Desk
from tests.e2e.browser.pages import opened
from tests.harness.suite import Suite

INSERT = """
    INSERT INTO inbox (id, handler, event_id, error, body,
                       source, type, state, receive_time, tries, reason)
    VALUES (%s, %s, %s, %s, %s,
            '/services/deals', 'crm.deals.v1.DealWon', 'DEAD', now(), 6, 'FAILED')
"""


def given_up(suite: Suite) -> str:
    """A fact that leads could not take, six times; the handler that failed."""
    handler = f"Timeline.poisoned_{uuid4().hex[:8]}"
    with suite.database("leads") as leads:
        row = (uuid7(), handler, uuid4().hex, "ValueError: no such stage", b'{"poison": true}')
        leads.execute(INSERT, row)
    return handler


def state_of(suite: Suite, handler: str) -> str | None:
    with suite.database("leads") as leads:
        row = leads.execute("SELECT state FROM inbox WHERE handler = %s", (handler,)).fetchone()
        return str(row["state"]) if row else None


def shown(page: Page, handler: str) -> Locator:
    letters = page.get_by_role("region", name="Given up")
    return letters.get_by_role("listitem").filter(has_text=handler)


def test_what_was_given_up_says_why_and_is_tried_again(desk: Desk, suite: Suite, axe: Axe) -> None:
    handler = given_up(suite)
    page = opened(desk("admin"), "/settings/health")
    letter = shown(page, handler)
    expect(letter).to_contain_text("ValueError: no such stage")
    expect(letter).to_contain_text("6 tries")
    expect(letter).to_contain_text("Failed")
    letter.get_by_role("button", name="Content").click()
    expect(letter).to_contain_text('{"poison": true}')
    axe(page)
    letter.get_by_role("button", name="Try again").click()

    expect(page.get_by_text("It is tried again")).to_be_visible()
    expect(shown(page, handler)).to_have_count(0)
    assert state_of(suite, handler) != "DEAD"


def test_what_was_given_up_is_dropped_for_good_after_a_question(
    desk: Desk, suite: Suite, axe: Axe
) -> None:
    handler = given_up(suite)
    page = opened(desk("admin"), "/settings/health")
    drop = shown(page, handler).get_by_role("button", name="Drop")
    drop.press("Enter")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("does not come back")
    axe(page, "[role=dialog]")
    dialog.get_by_role("button", name="Keep it").click()
    expect(dialog).to_have_count(0)
    assert state_of(suite, handler) == "DEAD"

    drop.press("Enter")
    dialog.get_by_role("button", name="Drop").press("Enter")
    expect(page.get_by_text("It is dropped")).to_be_visible()
    expect(shown(page, handler)).to_have_count(0)
    assert state_of(suite, handler) != "DEAD"


def test_a_service_whose_worker_is_silent_says_what_waits(desk: Desk, axe: Axe) -> None:
    page = desk("admin")
    ready = page.request.get("/readyz").json()
    backends = ("leads", "deals", "tickets", "notify", "gateway")
    roles = {f"{name}.{role}" for name in backends for role in ("worker", "relay")}
    assert roles <= {name for name, check in ready["checks"].items() if check["status"] == "up"}

    opened(page, "/settings/health")
    part = page.get_by_role("region", name="Parts").get_by_role("listitem")
    leads = part.filter(has_text="Leads")
    expect(leads).to_contain_text("Worker ticks")
    ready["status"] = "degraded"
    ready["checks"]["leads.worker"]["status"] = "down"
    page.route("**/readyz", lambda route: route.fulfill(json=ready))
    page.reload()
    expect(leads).to_contain_text("Worker is silent")
    expect(leads).to_contain_text("No worker has ticked for half a minute")
    expect(part.filter(has_text="Worker is silent")).to_have_count(1)
    axe(page)
