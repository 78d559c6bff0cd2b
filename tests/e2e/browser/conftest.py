"""A real browser before the whole suite: one browser a run, a fresh profile for every test.

page                a tab with nobody signed in        desk("marketer")  a tab with that demo person
axe(page)           no barrier on what the tab shows   axe(page, css)    or on this part of it
                    Every tab fails its test on a script error.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, StorageState, expect

from tests.e2e.browser.launching import chromium
from tests.harness.http import made
from tests.harness.suite import Suite

AXE = Path(__file__).parents[3] / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PATIENCE = 45_000

Desk = Callable[..., Page]
Axe = Callable[..., None]


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """The machine's own Chromium."""
    return chromium()


@pytest.fixture(scope="session")
def base_url(suite: Suite) -> str:
    """The edge of the running suite."""
    expect.set_options(timeout=PATIENCE)
    return suite.url


@pytest.fixture(scope="session")
def sessions() -> dict[str, StorageState]:
    """The cookies of who signed in already, by role."""
    return {}


@pytest.fixture
def desk(
    browser: Browser, suite: Suite, base_url: str, sessions: dict[str, StorageState]
) -> Iterator[Desk]:
    """Opens a tab with a demo person signed in; other arguments are those of a browser context."""
    opened: list[BrowserContext] = []
    errors: list[str] = []

    def sit_down(role: str, **context_args: Any) -> Page:
        shared = {"base_url": base_url, "reduced_motion": "reduce", "locale": "en-GB"}
        size = {"viewport": {"width": 1440, "height": 900}}
        arguments = {**shared, **size, **context_args}
        if role not in sessions:
            sessions[role] = sign_in(browser, suite, base_url, role)
        context = browser.new_context(**arguments, storage_state=sessions[role])
        context.set_default_timeout(PATIENCE)
        opened.append(context)
        if not context.request.get("/v1/session").ok:  # another test ended the session
            sessions[role] = sign_in(browser, suite, base_url, role)
            context.add_cookies(sessions[role]["cookies"])
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        return page

    yield sit_down
    for context in opened:
        context.close()
    assert not errors


def sign_in(browser: Browser, suite: Suite, base_url: str, role: str) -> StorageState:
    """Signs a demo person in by the page; what the browser keeps of it."""
    login = suite.description["logins"][role]
    context = browser.new_context(base_url=base_url)
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    page.goto("/sign-in")
    page.get_by_label("E-mail").fill(login["email"])
    page.get_by_role("textbox", name="Password").fill(login["password"])
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(lambda url: "sign-in" not in url)
    state = context.storage_state()
    context.close()
    return state


@pytest.fixture
def macro(suite: Suite) -> str:
    """The name of a macro that says sorry, labels the ticket and solves it."""
    name = f"Say sorry {uuid4().hex[:8]}"
    text = "Dear {{contact_first_name}}, we are sorry."
    kept = {"name": name, "text": text, "add_tags": ["sorry"], "state": "SOLVED"}
    with suite.admin() as admin:
        made(admin.post("/v1/macros", kept))
    return name


@pytest.fixture
def axe() -> Axe:
    """Fails on any barrier axe finds on the page as it stands, or on a part of it.

    What floats over a page hides parts of its controls, which counts as too small a target.
    """
    source = AXE.read_text()

    def check(page: Page, part: str = "html") -> None:
        page.evaluate(source)
        run = "([part, rules]) => axe.run(part, {runOnly: rules})"
        found = page.evaluate(run, [part, RULES])["violations"]
        told = [f"{v['id']}: {[node['target'] for node in v['nodes']][:3]}" for v in found]
        assert not told, f"{page.url}: {told}"

    return check
