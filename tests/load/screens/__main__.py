"""How heavy the screens are and how soon they can be used, against the budget of the design.

`python -m tests.load.screens` starts a suite of its own with the demo data. BENCH_ROUNDS: how often
each time is taken (the median counts).
"""

import os
import sys
from collections.abc import Mapping
from statistics import median
from typing import Any

from playwright.sync_api import Browser, StorageState, sync_playwright

from tests.e2e.browser.launching import chromium
from tests.e2e.browser.pages import sign_in
from tests.load.reporting import keep, say
from tests.load.screens.local_suite import local_suite
from tests.load.screens.visits import Visit, cold, filter_change, next_page, repeated

#: Where a day begins, for whom, and which link of the section list is clicked from there.
SCREENS = {
    "home": ("manager", "/", ""),
    "leads": ("marketer", "/leads/", "Companies"),
    "deals": ("rep", "/deals/", "Contracts"),
    "tickets": ("agent", "/tickets/", "Reports"),
    "messages": ("marketer", "/messages/", "Templates"),
}
#: A list and one of its views, a filter by another name.
FILTERED = ("marketer", "/leads/people", 1)
BUDGET = {
    "first_visit_kb": 300.0,
    "repeat_visit_kb": 5.0,
    "cold_ms": 1000.0,
    "warm_ms": 500.0,
    "slow_ms": 2500.0,
    "next_page_ms": 150.0,
    "filter_ms": 150.0,
}


def main() -> None:
    """Measures every screen and prints a table; the exit code is 1 when a budget is exceeded."""
    rounds = int(os.environ.get("BENCH_ROUNDS", "5"))
    with local_suite() as suite, sync_playwright() as driver:
        browser = driver.chromium.launch(**chromium())
        sessions = {role: signed_in(browser, suite, role) for role, _, _ in SCREENS.values()}
        rows = [
            told(name, measured(browser, suite["url"], sessions[role], path, link, rounds))
            for name, (role, path, link) in SCREENS.items()
        ]
        role, path, view = FILTERED
        times = [filter_change(browser, suite["url"], sessions[role], path, view, rounds)]
        rows.append(told("people", {"filter_ms": times[0]}))
        browser.close()
    keep("screens", rows)
    sys.exit(any(row["over"] for row in rows))


def signed_in(browser: Browser, suite: Mapping[str, Any], role: str) -> StorageState:
    """The cookies of a demo person, and nothing of the pages they will visit."""
    login = suite["logins"][role]
    context = browser.new_context(base_url=suite["url"])
    page = context.new_page()
    sign_in(page, login["email"], login["password"])
    state = context.storage_state()
    context.close()
    return state


def measured(
    browser: Browser, url: str, session: StorageState, path: str, link: str, rounds: int
) -> dict[str, float]:
    """The figures of one screen: kilobytes over the wire, milliseconds until it can be used."""
    first = [cold(browser, url, session, path) for _ in range(rounds)]
    slow = [cold(browser, url, session, path, slow=True) for _ in range(max(1, rounds // 2))]
    again = repeated(browser, url, session, path, rounds)
    figures = {
        "first_visit_kb": median(visit.kilobytes for visit in first),
        "repeat_visit_kb": median(visit.kilobytes for visit in again),
        "cold_ms": usable(first),
        "warm_ms": usable(again),
        "slow_ms": usable(slow),
    }
    if link:
        figures["next_page_ms"] = next_page(browser, url, session, path, link, rounds)
    return {name: round(figure, 1) for name, figure in figures.items()}


def usable(visits: list[Visit]) -> float:
    return median(visit.usable_ms for visit in visits)


def told(name: str, figures: Mapping[str, float]) -> dict[str, Any]:
    """Prints a row as it is found; what is over the budget is marked."""
    over = [figure for figure, value in figures.items() if value > BUDGET[figure]]
    shown = "   ".join(
        f"{figure} {value:g}{'!' if figure in over else ''}" for figure, value in figures.items()
    )
    say(f"{name:<9} {shown}")
    return {"screen": name, **figures, "over": over}


if __name__ == "__main__":
    main()
