"""`python -m tests.e2e.browser.photos`: every screen of the running suite, for docs/screens.

Light, dark and phone; beside each picture nothing but the demo data of `make run`.
"""

import json
import os
import shutil
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from deploy.local.processes import ROOT
from tests.e2e.browser.conftest import NAMES, QUIET
from tests.e2e.browser.pages import opened, sign_in

SCREENS = {
    "home": ("admin", "/"),
    "people": ("marketer", "/leads/people"),
    "inbox": ("marketer", "/leads/"),
    "forms": ("marketer", "/leads/forms"),
    "board": ("manager", "/deals/"),
    "desk": ("agent", "/tickets/q/mine"),
    "service-reports": ("manager", "/tickets/reports"),
    "messages": ("admin", "/messages/"),
    "roles": ("admin", "/settings/roles"),
    "settings-people": ("admin", "/settings/people"),
    "kit": ("admin", "/settings/kit"),
}
LOOKS = {
    "light": {"viewport": {"width": 1440, "height": 900}, "color_scheme": "light"},
    "dark": {"viewport": {"width": 1440, "height": 900}, "color_scheme": "dark"},
    "phone": {"viewport": {"width": 390, "height": 844}, "color_scheme": "light"},
}


def main() -> None:
    """Writes docs/screens/NAME-LOOK.png for every screen."""
    local = Path(os.environ.get("TRELLIS_LOCAL") or ROOT / ".local")
    suite = json.loads((local / "suite.json").read_text())
    folder = ROOT / "docs" / "screens"
    folder.mkdir(parents=True, exist_ok=True)
    path = next(found for name in NAMES if name and (found := shutil.which(name)))
    root = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=path, args=[*QUIET, *root])
        for role in sorted({role for role, _ in SCREENS.values()}):
            photograph(browser, suite, role, folder)
        browser.close()


def photograph(browser: Browser, suite: dict, role: str, folder: Path) -> None:
    """All screens of one role, in every look."""
    login = suite["logins"][role]
    first = browser.new_context(base_url=suite["url"])
    sign_in(first.new_page(), login["email"], login["password"])
    state = first.storage_state()
    for look, options in LOOKS.items():
        context = browser.new_context(
            base_url=suite["url"], storage_state=state, reduced_motion="reduce", **options
        )
        page = context.new_page()
        for name, (whose, path) in SCREENS.items():
            if whose == role:
                opened(page, path)
                page.screenshot(path=folder / f"{name}-{look}.png")
        context.close()
    first.close()


if __name__ == "__main__":
    main()
