"""Visits of a page by a browser that has never, or just, been there, and what they cost."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from statistics import median

from playwright.sync_api import Browser, Page, StorageState

#: The device and line of the budget's slow case: bits a second are told in bytes.
SLOW_CPU = 4
SLOW_LINE = {"downloadThroughput": 10e6 / 8, "uploadThroughput": 10e6 / 8, "latency": 20}
#: The heading is there and nothing is under way.
USABLE = "!!document.querySelector('h1') && !document.querySelector('[aria-busy=true]')"
#: Bytes of the page itself and of what it loads; the API's answers are not the app.
WIRE = """() => performance.getEntries()
    .filter(({ entryType, name }) => entryType === 'navigation'
        || (entryType === 'resource' && !new URL(name).pathname.startsWith('/v1/')))
    .reduce((sum, { transferSize }) => sum + transferSize, 0)"""
#: Clicks and waits for the frame in which the next page, or the filtered list, can be used.
CLICKED = f"""async (link) => {{
    const frame = () => new Promise(requestAnimationFrame);
    const before = document.querySelector('main')?.innerText;
    const start = performance.now();
    link.click();
    do await frame();
    while ((!({USABLE}) || document.querySelector('main')?.innerText === before)
        && performance.now() - start < 20000);
    return performance.now() - start;
}}"""


@dataclass(frozen=True)
class Visit:
    """kilobytes: over the wire, compressed, headers included."""

    kilobytes: float
    usable_ms: float


@contextmanager
def tab(browser: Browser, url: str, session: StorageState) -> Iterator[Page]:
    """A tab of a browser that was never here, with somebody signed in."""
    context = browser.new_context(base_url=url, storage_state=session, reduced_motion="reduce")
    try:
        yield context.new_page()
    finally:
        context.close()


def cold(
    browser: Browser, url: str, session: StorageState, path: str, *, slow: bool = False
) -> Visit:
    """A first visit, on this machine or on a phone with a thin line."""
    with tab(browser, url, session) as page:
        if slow:
            line = page.context.new_cdp_session(page)
            line.send("Emulation.setCPUThrottlingRate", {"rate": SLOW_CPU})
            line.send("Network.enable")
            line.send("Network.emulateNetworkConditions", {"offline": False, **SLOW_LINE})
        return visit(page, path)


def repeated(
    browser: Browser, url: str, session: StorageState, path: str, rounds: int
) -> list[Visit]:
    """Visits after the first, each by a new page of the same browser."""
    with tab(browser, url, session) as page:
        visit(page, path)
        visits = []
        for _ in range(rounds):
            page.goto("about:blank")
            visits.append(visit(page, path))
        return visits


def next_page(
    browser: Browser, url: str, session: StorageState, path: str, link: str, rounds: int
) -> float:
    """Milliseconds from the click on a link of the section list to the next page, seen before."""
    with tab(browser, url, session) as page:
        visit(page, path)
        sections = page.get_by_role("navigation", name="Sections")
        away, back = (
            sections.get_by_role("link", name=link, exact=True),
            sections.get_by_role("link").first,
        )
        away.evaluate(CLICKED)
        times = []
        for _ in range(rounds):
            back.evaluate(CLICKED)
            times.append(float(away.evaluate(CLICKED)))
        return median(times)


def filter_change(
    browser: Browser, url: str, session: StorageState, path: str, view: int, rounds: int
) -> float:
    """Milliseconds from the click on a list's view to its rows."""
    with tab(browser, url, session) as page:
        visit(page, path)
        views = page.get_by_role("navigation", name="Views").get_by_role("link")
        times = []
        for _ in range(rounds):
            times.append(float(views.nth(view).evaluate(CLICKED)))
            views.first.evaluate(CLICKED)
        return median(times)


def visit(page: Page, path: str) -> Visit:
    """Goes there and waits until it can be used."""
    page.goto(path, wait_until="commit")
    ready = page.wait_for_function(f"() => {USABLE} && performance.now()", timeout=60_000)
    usable_ms = float(ready.json_value())
    page.wait_for_load_state("load")
    return Visit(page.evaluate(WIRE) / 1000, usable_ms)
