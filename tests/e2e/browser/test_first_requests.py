"""A page that was opened before asks for its data while its code is still on its way."""

from playwright.sync_api import Page

from tests.e2e.browser.conftest import Desk
from tests.e2e.browser.pages import deaf, opened, sign_in
from tests.harness.suite import Suite

PEOPLE = "/leads/people"
NEEDS = "() => JSON.parse(localStorage.getItem('trellis-needs') ?? '{}')"
STARTED = """() => performance.getEntriesByType('resource')
    .map(({ name, startTime }) => [name.replace(location.origin, ''), startTime])"""


def started(page: Page) -> list[tuple[str, float]]:
    """What the page has fetched, and when."""
    return [(str(name), float(time)) for name, time in page.evaluate(STARTED)]


def first(requests: list[tuple[str, float]], word: str) -> float:
    return min(time for name, time in requests if word in name)


def test_data_is_asked_for_once_and_before_the_code_of_the_page(desk: Desk) -> None:
    page = deaf(desk("marketer"))  # what others do is asked for again
    opened(page, PEOPLE)
    opened(page, PEOPLE)

    requests = started(page)
    asked = [name for name, _ in requests if name.startswith("/v1/") and name != "/v1/stream"]
    assert len(asked) == len(set(asked)), asked
    assert first(requests, "/v1/contacts?") <= first(requests, "/assets/PeoplePage")


def test_what_happens_elsewhere_is_asked_for_when_the_rest_of_home_is_there(desk: Desk) -> None:
    page = deaf(desk("manager"))
    for _ in range(2):
        opened(page, "/")
        page.wait_for_function(f"() => ({STARTED})().some(([name]) => name.includes('/v1/events'))")

    requests = started(page)
    assert first(requests, "/v1/reports/journey") < first(requests, "/v1/events")
    opened(page, "/sign-in")
    asked = " ".join(page.evaluate(NEEDS)["/"]["urls"])
    assert "/v1/reports/journey" in asked
    assert "/v1/events" not in asked


def test_the_files_of_a_page_seen_before_do_not_wait_for_the_code_of_the_app(desk: Desk) -> None:
    page = deaf(desk("marketer"))
    opened(page, PEOPLE)
    opened(page, "/sign-in")
    files = page.evaluate(NEEDS)[PEOPLE]["files"]
    opened(page, PEOPLE)

    ahead = page.locator("link[data-ahead]").evaluate_all(
        "(links) => links.map((link) => link.getAttribute('href'))"
    )
    assert any("/assets/PeoplePage" in file for file in files)
    assert ahead == files
    fetched = [name for name, _ in started(page) if "/assets/" in name]
    assert len(fetched) == len(set(fetched)), fetched


def test_files_of_another_build_are_not_asked_for(desk: Desk) -> None:
    page = deaf(desk("marketer"))
    opened(page, PEOPLE)
    opened(page, "/sign-in")
    page.evaluate(
        """(people) => {
            const needs = JSON.parse(localStorage.getItem('trellis-needs'));
            needs[people].build = 'assets/index-before.js';
            localStorage.setItem('trellis-needs', JSON.stringify(needs));
        }""",
        PEOPLE,
    )
    opened(page, PEOPLE)

    assert page.locator("link[data-ahead]").count() == 0


def test_the_session_is_asked_for_early_even_by_who_was_never_here(desk: Desk) -> None:
    requests = started(opened(desk("marketer"), PEOPLE))

    assert first(requests, "/v1/session") < first(requests, "/assets/PeoplePage")


def test_who_signs_in_does_not_ask_for_what_another_saw(page: Page, suite: Suite) -> None:
    logins = suite.description["logins"]
    sign_in(page, logins["marketer"]["email"], logins["marketer"]["password"], PEOPLE)
    opened(page, "/sign-in")
    assert PEOPLE in page.evaluate(NEEDS)
    sign_in(page, logins["agent"]["email"], logins["agent"]["password"], "/tickets/")

    assert PEOPLE not in page.evaluate(NEEDS)


def test_the_door_asks_for_nothing(desk: Desk) -> None:
    page = opened(desk("marketer"), "/sign-in")

    assert not [name for name, _ in started(page) if name.startswith("/v1/")]
