"""`make photos`: every screen of the running suite as a picture in docs/screens, and their list.

Light, dark and phone, with the demo data of `make run`. NAMES as arguments take only those.
"""

import base64
import json
import os
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import requests
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, sync_playwright

from deploy.local.processes import ROOT
from tests.e2e.browser.launching import chromium
from tests.e2e.browser.pages import settled, sign_in
from tests.e2e.browser.screens import RECORDS, SCREENS, Screen, first

FOLDER = ROOT / "docs" / "screens"
WIDE: ViewportSize = {"width": 1280, "height": 800}
PHONE: ViewportSize = {"width": 390, "height": 844}
LOOKS: dict[str, dict[str, Any]] = {
    "light": {"viewport": WIDE, "color_scheme": "light"},
    "dark": {"viewport": WIDE, "color_scheme": "dark"},
    "phone": {"viewport": PHONE, "color_scheme": "light"},
}
QUALITY = 80
#: What is asked for last, and told by nothing else, has a placeholder until it is there.
DRAWN = "() => !document.querySelector('.mantine-Skeleton-root')"
SECONDS = 30
HEAD = """# Screens

Made by `make photos` from the demo data: light, dark, and on a phone.

| screen | light | dark | phone |
|---|---|---|---|
"""


def main(wanted: list[str]) -> None:
    """Takes the pictures; tells at the end which screens did not come, with exit code 1."""
    local = Path(os.environ.get("TRELLIS_LOCAL") or ROOT / ".local")
    suite = json.loads((local / "suite.json").read_text())
    chosen = {name: SCREENS[name] for name in wanted or SCREENS}
    FOLDER.mkdir(parents=True, exist_ok=True)
    records = dict(found(suite))
    missed: list[str] = []
    with sync_playwright() as driver:
        browser = driver.chromium.launch(**chromium())
        for role in sorted({screen.role for screen in chosen.values()}):
            mine = {name: screen for name, screen in chosen.items() if screen.role == role}
            missed += photograph(browser, suite, role, mine, records)
        browser.close()
    FOLDER.joinpath("README.md").write_text(HEAD + "".join(row(name) for name in SCREENS))
    if missed:
        raise SystemExit("\n".join(missed))


def found(suite: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """The demo record behind each name in braces."""
    key = {"Authorization": f"Bearer {suite['admin_api_key']}"}
    for name, (path, query) in RECORDS.items():
        answer = requests.get(
            suite["url"] + path, {"page_size": "1", **query}, headers=key, timeout=30
        )
        answer.raise_for_status()
        yield name, first(answer.json())
    yield "link", link(suite, key)


def link(suite: Mapping[str, Any], key: Mapping[str, str]) -> str:
    """Where somebody sets a password; the one they have stays."""
    wanted = {"filter": f'email = "{suite["logins"]["marketer"]["email"]}"'}
    found = requests.get(f"{suite['url']}/v1/users", wanted, headers=key, timeout=30).json()
    path = f"{suite['url']}/v1/users/{first(found)}:invite"
    answer = requests.post(path, json={}, headers=key, timeout=30)
    answer.raise_for_status()
    return str(answer.json()["link"]).removeprefix(suite["url"])


def photograph(
    browser: Browser,
    suite: Mapping[str, Any],
    role: str,
    screens: Mapping[str, Screen],
    records: Mapping[str, str],
) -> list[str]:
    """All screens of one person, in every look; what went wrong."""
    missed = []
    state = browser.new_context(base_url=suite["url"])
    if role:
        login = suite["logins"][role]
        sign_in(state.new_page(), login["email"], login["password"])
    for look, options in LOOKS.items():
        context = browser.new_context(
            base_url=suite["url"],
            storage_state=state.storage_state(),
            reduced_motion="reduce",
            locale="en-GB",
            **options,
        )
        for name, screen in screens.items():
            try:
                take(context, screen.path.format(**records), FOLDER / f"{name}-{look}.webp")
            except Exception as error:  # noqa: BLE001 -- one screen must not cost all others
                missed.append(f"{name}-{look}: {error}")
        context.close()
    state.close()
    return missed


def take(context: BrowserContext, path: str, file: Path) -> None:
    """One picture, once the page shows all it has."""
    page = context.new_page()
    page.goto(path, wait_until="domcontentloaded")
    settled(page)
    page.wait_for_function(DRAWN, timeout=SECONDS * 1000)
    file.write_bytes(picture(page))
    page.close()


def picture(page: Page) -> bytes:
    """What the window shows, as WebP: a third of the size of PNG."""
    shot = page.context.new_cdp_session(page).send(
        "Page.captureScreenshot", {"format": "webp", "quality": QUALITY}
    )
    return base64.b64decode(shot["data"])


def row(name: str) -> str:
    """A screen's line in the list of them."""
    cells = " | ".join(f"![{look}]({name}-{look}.webp)" for look in LOOKS)
    return f"| {SCREENS[name].title} | {cells} |\n"


if __name__ == "__main__":
    main(sys.argv[1:])
