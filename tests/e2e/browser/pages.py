"""What people do on pages, and when a page is there."""

from playwright.sync_api import Page

#: Loading a page on a busy machine; what it shows is awaited, never slept for.
PATIENCE = 30_000
#: No shape in place of something still to come, and the letters are those of the design.
STILL = """() => document.fonts.status === 'loaded'
  && !document.querySelector('[aria-busy=true], .mantine-Skeleton-root[data-visible=true]')"""


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
