"""What is kept of a page's address and of an event, and who is a program."""

from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest

from chassis.errors import InvalidArgument
from services.leads.tracking.model import page_of, product_event

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("url", "kept", "path"),
    [
        ("https://a.example/pricing?token=secret#top", "https://a.example/pricing", "/pricing"),
        ("https://me:pw@a.example:8443", "https://a.example:8443/", "/"),
        ("http://A.example/x%20y", "http://a.example/x%20y", "/x%20y"),
    ],
)
def test_an_address_is_kept_without_what_could_be_a_secret(url: str, kept: str, path: str) -> None:
    assert page_of(url)[:2] == (kept, path)


def test_the_words_of_a_campaign_are_kept() -> None:
    assert page_of("https://a.example/?utm_source=fair&utm_medium=&x=1")[2] == {"source": "fair"}


@pytest.mark.parametrize(
    "url", ["", "pricing", "javascript:alert(1)", "https://", "http://[::1", "http://a:99999/"]
)
def test_what_is_no_page_is_refused(url: str) -> None:
    with pytest.raises(InvalidArgument):
        page_of(url)


def test_an_event_reads_like_a_sentence() -> None:
    titles = {
        product_event(uuid4(), NOW, name, properties).title
        for name, properties in (
            ("login", {}),
            ("download", {"document": "guide.pdf"}),
            ("invited_colleague", {"item": 3.0}),
        )
    }
    assert titles == {"Logged in", "Downloaded guide.pdf", "Invited colleague"}


@pytest.mark.parametrize(
    "properties", [{"x": {"y": 1}}, {"x": [1]}, {str(n): 1 for n in range(21)}, {"x": "y" * 2001}]
)
def test_properties_are_few_and_plain(properties: dict[str, Any]) -> None:
    with pytest.raises(InvalidArgument):
        product_event(uuid4(), NOW, "usage", properties)
