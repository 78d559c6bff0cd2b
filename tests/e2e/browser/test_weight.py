"""What a visit loads: the page, its code, styles and letters, as they cross the wire."""

from collections.abc import Iterable

import pytest
from playwright.sync_api import Page

from tests.e2e.browser.conftest import Desk
from tests.e2e.browser.pages import opened

FIRST_VISIT, LATER_VISIT = 300_000, 5_000
APPS = ["/", "/leads/", "/deals/", "/tickets/", "/messages/"]

#: Bytes received for each file; what the page asks the API is its data, not its weight.
#: With letters that come only where a name on the page has one: "Ł", and one without a width.
LOADED = """async () => {
  document.querySelector('main').append('Ł\\u200b');
  document.body.offsetWidth; // laid out, so that the letters are asked for
  await document.fonts.ready;
  const files = ['navigation', 'resource'].flatMap((type) => performance.getEntriesByType(type));
  return files
    .filter(({ name }) => !name.includes('/v1/'))
    .map((file) => [file.name, file.transferSize]);
}"""


def loaded(page: Page) -> dict[str, int]:
    return dict(page.evaluate(LOADED))


def heaviest(files: Iterable[tuple[str, int]]) -> str:
    ranked = sorted(files, key=lambda file: -file[1])
    return "\n".join(f"{size:>8} {name}" for name, size in ranked[:12])


@pytest.mark.parametrize("path", APPS)
def test_an_app_is_light_at_first_and_nearly_free_afterwards(desk: Desk, path: str) -> None:
    page = opened(desk("admin"), path)
    first = loaded(page)
    later = loaded(opened(page.context.new_page(), path))

    assert any("latin-ext" in name for name in first), first
    assert sum(first.values()) <= FIRST_VISIT, heaviest(first.items())
    assert sum(later.values()) <= LATER_VISIT, heaviest(later.items())
