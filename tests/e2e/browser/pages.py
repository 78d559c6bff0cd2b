"""What people do on pages, and when a page is there."""

import time
from collections.abc import Iterator
from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests import vectors

#: Loading a page on a busy machine; what it shows is awaited, never slept for. Milliseconds.
PATIENCE = 60_000
#: What reads like something, or is labelled so, among what one can press or write in.
READS = """() => document.activeElement.matches(
    'a, button, input, select, textarea, summary, [role=button], [role=switch]')
  ? [document.activeElement.innerText, document.activeElement.ariaLabel,
     document.activeElement.labels?.[0]?.innerText].join(' ') : ''"""
#: No shape in place of something still to come, and the letters are those of the design.
STILL = """() => document.fonts.status === 'loaded'
  && !document.querySelector('[aria-busy=true], .mantine-Skeleton-root[data-visible=true]')"""
PHONE: dict[str, Any] = {
    "viewport": {"width": 390, "height": 844},
    "has_touch": True,
    "is_mobile": True,
}
#: Words that do harm where they are taken for more than words: they would set window.hurt.
HOSTILE = (
    "<script>window.hurt = 1</script>",
    "<img src=x onerror='window.hurt = 1'>",
    '"><svg onload=window.hurt=1>',
    "{{constructor.constructor('window.hurt = 1')()}}",
)


def listed_as_hostile() -> list[str]:
    """The texts with markup or placeholders among the shared bad input."""
    cases = vectors.load("bad-input.json")
    found = {word for case in cases for word in texts_in(case["input"])}
    fit = (word for word in found if len(word) < 200 and word.isprintable())
    return sorted(word for word in fit if "<" in word or "{{" in word)


def texts_in(document: Any) -> Iterator[str]:
    """Every text anywhere in a JSON document."""
    if isinstance(document, str):
        yield document
    elif isinstance(document, dict | list):
        for part in document.values() if isinstance(document, dict) else document:
            yield from texts_in(part)


def sign_in(page: Page, email: str, password: str, path: str = "/") -> None:
    """Signs in by the form; returns when the page behind it shows its heading."""
    page.goto(f"/sign-in?next={path}", timeout=PATIENCE)
    page.get_by_role("textbox", name="E-mail").fill(email)
    page.get_by_role("textbox", name="Password").fill(password)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(lambda url: "/sign-in" not in url, timeout=PATIENCE)
    page.get_by_role("heading", level=1).first.wait_for(timeout=PATIENCE)


def opened(page: Page, path: str) -> Page:
    """The page at a path, with its heading there and nothing under way."""
    page.goto(path, timeout=PATIENCE)
    page.get_by_role("heading", level=1).first.wait_for(timeout=PATIENCE)
    return settled(page)


def settled(page: Page) -> Page:
    """The page once a heading is there and nothing it shows is under way.

    The network is never idle: the stream of live updates stays open.
    """
    page.get_by_role("heading").first.wait_for(timeout=PATIENCE)
    page.wait_for_function(STILL, timeout=PATIENCE)
    return page


def posted(page: Page, path: str, body: dict[str, Any]) -> dict[str, Any]:
    """What the API answers when whoever is signed in on the page posts to it."""
    token = page.request.get("/v1/session").json()["csrf_token"]
    answer = page.request.post(path, data=body, headers={"X-CSRF-Token": token})
    assert answer.ok, answer.text()
    made: dict[str, Any] = answer.json()
    return made


def deaf(page: Page) -> Page:
    """The page, not hearing of what others do: no live change is shown on it."""
    page.route("**/v1/stream", lambda route: route.abort())
    return page


def tab_to(page: Page, name: str, *, key: str = "Tab") -> None:
    """Walks with Tab (or Shift+Tab) to the control that reads like this, or is labelled so.

    Past the last control the page itself has the focus, and the walk begins anew: what is looked
    for may still be on its way.
    """
    deadline = time.monotonic() + PATIENCE / 1000
    while time.monotonic() < deadline:
        page.keyboard.press(key)
        if name in page.evaluate(READS):
            return
    raise AssertionError(f"{name!r} is not reached with {key}")


def await_focus(opened: Locator) -> None:
    """Waits until what opened has the focus; before, what is pressed goes to what opened it."""
    within = "element => element.contains(document.activeElement)"
    opened.page.wait_for_function(within, arg=opened.element_handle(), timeout=PATIENCE)


def press_until(page: Page, key: str, reached: Locator) -> None:
    """Presses a key again and again until this is there: whoever hears it may not listen yet."""
    deadline = time.monotonic() + PATIENCE / 1000
    while reached.count() == 0:
        assert time.monotonic() < deadline, f"{reached} is not reached with {key}"
        page.keyboard.press(key)


def drop(page: Page, over: Locator) -> None:
    """Lets go of what is dragged, once the lane under it has taken notice."""
    expect(over).to_have_attribute("data-over", "true")
    page.mouse.up()
