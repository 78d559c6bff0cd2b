"""Files that came with a customer's mail: a picture is seen, every file is saved as it came."""

from base64 import b64decode, b64encode
from email.message import EmailMessage
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import expect

from tests.e2e.browser.conftest import Axe, Desk
from tests.e2e.browser.pages import PHONE, opened
from tests.harness.http import made
from tests.harness.suite import Suite

#: One green pixel.
PICTURE = b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
ROTA = "day;shift\nMonday;\n"
LONG = f"the-whole-rota-of-{'very-' * 12}busy-drivers.csv"


def mailed(suite: Suite) -> str:
    """The page of a ticket that came with three files."""
    mail = EmailMessage()
    mail["From"], mail["Subject"] = f"{uuid4().hex}@customer.example", "The rota is empty"
    mail.set_content("Look at this.")
    mail.add_attachment(PICTURE, "image", "png", filename="screen.png")
    mail.add_attachment(b"<svg xmlns='http://www.w3.org/2000/svg'/>", "image", "svg+xml")
    mail.add_attachment(ROTA, subtype="csv", filename=LONG)
    with suite.admin() as admin:
        raw = b64encode(bytes(mail)).decode()
        told = made(admin.post("/v1/inbound_mail:receive", {"raw": raw}))
    return f"/tickets/q/open/{told['ticket_id']}"


@pytest.mark.parametrize("on", [{}, PHONE | {"color_scheme": "dark"}], ids=["desk", "phone"])
def test_files_are_seen_and_saved(desk: Desk, suite: Suite, axe: Axe, on: dict[str, Any]) -> None:
    page = opened(desk("agent", **on), mailed(suite))
    files = page.get_by_role("list", name="Files that came with it")
    expect(files.get_by_role("link")).to_have_count(3)
    picture = files.get_by_role("link", name="screen.png 1 kB").locator("img")
    picture.scroll_into_view_if_needed()
    drawn = "image => image.complete && image.naturalWidth === 1"
    page.wait_for_function(drawn, arg=picture.element_handle())
    expect(files.get_by_role("link", name="file.svg").locator("img")).to_have_count(0)
    axe(page)
    width = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(width) == 0

    with page.expect_download() as begun:
        files.get_by_role("link", name=LONG).click()
    assert begun.value.suggested_filename == LONG
    assert Path(begun.value.path()).read_text() == ROTA
