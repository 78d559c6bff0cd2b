"""What happens while a page is on its way to hearing of it is shown all the same."""

import re
from typing import Any
from uuid import uuid4

from playwright.sync_api import APIResponse, Locator, Page, Route, expect

from tests.e2e.browser.conftest import Desk
from tests.e2e.browser.pages import opened, posted
from tests.harness.http import made
from tests.harness.suite import Suite

STREAM = "**/v1/stream"
CODE = "**/assets/base-*.js"
COUNT = "**/v1/notifications:count*"
#: Keeps what the tab that reads passes on.
LISTEN = """() => {
    window.heard = [];
    new BroadcastChannel('trellis-live').onmessage = ({ data }) =>
        data.kind === 'fact' && data.fact && window.heard.push(data.fact.type);
}"""
HEARS = "() => document.documentElement.dataset.live === 'on'"
MADE = "() => window.heard.filter((type) => type.endsWith('CompanyCreated')).length"
UNREAD = re.compile(r"^Notifications, \d+ unread$")


class Gate:
    """Keeps requests waiting until it is opened."""

    def __init__(self) -> None:
        self.waiting: list[Route] = []
        self.is_open = False

    def __call__(self, route: Route) -> None:
        if self.is_open:
            route.continue_()
        else:
            self.waiting.append(route)

    def open(self) -> None:
        self.is_open = True
        for route in self.waiting:
            route.continue_()

    def await_one(self, page: Page) -> None:
        """Returns when something waits."""
        while not self.waiting:
            page.wait_for_timeout(20)  # lets Playwright hear of it


def founded(suite: Suite) -> dict[str, Any]:
    """A new company: a fact that no other follows from, nor from its name."""
    with suite.admin() as admin:
        return made(admin.post("/v1/companies", {"name": f"Aurora {uuid4().hex[:8]}"}))


def company(suite: Suite) -> str:
    """The address of a new company's page."""
    return f"/leads/companies/{founded(suite)['id']}"


def renamed(suite: Suite, path: str) -> str:
    """What the company is called from now on."""
    name = f"Borealis {uuid4().hex[:8]}"
    with suite.admin() as admin:
        made(admin.patch(f"/v1/companies/{path.rpartition('/')[2]}", {"name": name}))
    return name


def bell(page: Page) -> Locator:
    return page.get_by_role("banner").get_by_role("button", name="Notifications")


def told(suite: Suite, page: Page) -> None:
    """Whoever looks at the page gets a ticket, and is told of it."""
    me = page.request.get("/v1/me").json()["id"]
    with suite.admin() as admin:
        ticket = {"subject": "The rota is empty", "contact_email": f"{uuid4().hex}@shop.example"}
        ticket_id = made(admin.post("/v1/tickets", ticket))["id"]
        made(admin.post(f"/v1/tickets/{ticket_id}:assign", {"owner_id": me}))
    while not page.request.get("/v1/notifications:count?filter=read=false").json()["count"]:
        page.wait_for_timeout(100)


def test_between_the_data_of_a_page_and_its_stream(desk: Desk, suite: Suite) -> None:
    page = opened(desk("agent"), "/settings/account")
    page.wait_for_function(HEARS)
    posted(page, "/v1/notifications:readAll", {})
    gate = Gate()
    page.route(STREAM, gate)
    with page.expect_response("**/v1/notifications:count*") as answered:
        page.reload()
    assert answered.value.json()["count"] == 0
    gate.await_one(page)

    told(suite, page)
    gate.open()
    expect(bell(page)).to_have_accessible_name(UNREAD)


def test_between_the_question_and_its_first_answer(desk: Desk, suite: Suite) -> None:
    page = opened(desk("agent"), "/settings/account")
    page.wait_for_function(HEARS)
    posted(page, "/v1/notifications:readAll", {})
    late: list[tuple[Route, APIResponse]] = []
    page.route(COUNT, lambda route: late.append((route, route.fetch())), times=1)
    page.reload()
    while not late:
        page.wait_for_timeout(20)
    page.evaluate(LISTEN)
    told(suite, page)
    page.wait_for_function(
        "() => window.heard.some((type) => type.endsWith('.NotificationCreated'))"
    )
    ((route, answer),) = late
    assert answer.json()["count"] == 0
    route.fulfill(response=answer)
    expect(bell(page)).to_have_accessible_name(UNREAD)


def test_between_the_tab_that_closed_and_the_one_that_takes_over(desk: Desk, suite: Suite) -> None:
    path = company(suite)
    first = opened(desk("marketer"), path)
    first.wait_for_function(HEARS)
    second = opened(first.context.new_page(), path)
    second.wait_for_function(HEARS)
    gate = Gate()
    second.route(STREAM, gate)
    first.close()
    gate.await_one(second)

    name = renamed(suite, path)
    gate.open()
    expect(second.get_by_role("heading", level=1)).to_contain_text(name)


def test_between_the_data_of_a_new_tab_and_its_code(desk: Desk, suite: Suite) -> None:
    path = company(suite)
    first = opened(desk("marketer"), path)
    first.wait_for_function(HEARS)
    opened(first.context.new_page(), path).close()  # from now on its data is asked for at once
    second, gate = first.context.new_page(), Gate()
    second.route(CODE, gate)
    with second.expect_response(f"**/v1/companies/{path.rpartition('/')[2]}"):
        second.goto(path, wait_until="commit")
    gate.await_one(second)

    name = renamed(suite, path)
    expect(first.get_by_role("heading", level=1)).to_contain_text(name)
    gate.open()
    expect(second.get_by_role("heading", level=1)).to_contain_text(name)


def test_what_was_in_the_list_when_it_loaded_is_not_new(desk: Desk, suite: Suite) -> None:
    page = desk("admin")
    page.add_init_script(f"({LISTEN})()")
    there = founded(suite)["name"]
    opened(page, f'/leads/companies?filter=name = "{there}"')
    page.wait_for_function(HEARS)
    expect(page.get_by_role("row").filter(has_text=there)).to_be_visible()
    before = page.evaluate(MADE)
    founded(suite)
    page.wait_for_function(f"before => ({MADE})() > before", arg=before)
    expect(page.get_by_role("button", name=re.compile(r"^\d+ new$"))).to_have_text("1 new")
