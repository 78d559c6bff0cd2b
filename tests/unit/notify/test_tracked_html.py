"""Advertising tells that it was opened; its links lead through us, but for the private ones."""

import re
from uuid import UUID

import pytest

from services.notify.engagement.tracked_html import addresses, tells, tracked, word_for
from services.notify.links import Links
from services.notify.messages.model import Message
from services.notify.templates.model import Purpose

LINKS = Links("a key", "https://crm.example")


def message(body_html: str, purpose: Purpose = Purpose.PROMOTIONAL) -> Message:
    mail = Message(
        email="ada@example.com",
        template_key="news",
        template_revision=1,
        purpose=purpose,
        body_html=body_html,
    )
    mail.id = UUID(int=7)
    return mail


@pytest.mark.parametrize("purpose", [Purpose.TRANSACTIONAL, Purpose.SERVICE])
def test_only_advertising_with_html_tells(purpose: Purpose) -> None:
    assert tells(message("<p>x</p>"))
    assert not tells(message("<p>x</p>", purpose))
    assert not tells(message(""))


@pytest.mark.parametrize(
    ("tag", "url"),
    [
        ('<a href="https://a.example/x?y=1&amp;z=2#top">', "https://a.example/x?y=1&z=2#top"),
        ("<a class='b' href='http://a.example'>", "http://a.example"),
        ("<A HREF=https://a.example/x>", "https://a.example/x"),
        ('<a title="a > b" href="https://a.example/q">', "https://a.example/q"),
        ('<a title="href=https://no.example" href="https://a.example">', "https://a.example"),
        ('<a\n href = " https://a.example/ " >', "https://a.example/"),
        ('<a href="https://ä.example/ü">', "https://ä.example/ü"),
    ],
)
def test_a_link_leads_through_us_to_where_it_led(tag: str, url: str) -> None:
    body = f"<p>{tag}go</a></p>"
    assert addresses(body) == {word_for(url): url}
    assert f'"{LINKS.click_url(UUID(int=7), word_for(url))}"' in tracked(message(body), LINKS)


@pytest.mark.parametrize(
    "url",
    [
        LINKS.unsubscribe_url(UUID(int=7)),
        "https://shop.example/unsubscribe?id=7",
        "https://shop.example/my/preferences",
        "https://shop.example/optout",
        "https://crm.example/public/confirmations/x",
        "mailto:ada@example.com",
        "tel:+49301234",
        "#top",
        "/relative",
        "javascript:alert(1)",
        "https://",
        "http://[::1",
        "https://a.example/&#10;Set-Cookie:x",
    ],
)
def test_what_is_private_or_no_page_is_left_alone(url: str) -> None:
    body = f'<a href="{url}">go</a>'
    assert addresses(body) == {}
    assert tracked(message(body), LINKS).startswith(body)


def test_the_picture_comes_before_the_end_and_the_unseen_link_only_among_links() -> None:
    plain = tracked(message("<body><p>İ</p></BODY></html>"), LINKS)
    assert re.fullmatch(r"<body><p>İ</p><img [^>]*></BODY></html>", plain)
    assert f'src="{LINKS.open_url(UUID(int=7))}"' in plain
    assert "display:none" not in plain
    linked = tracked(message('<a href="https://a.example">go</a>'), LINKS)
    assert LINKS.click_url(UUID(int=7), word_for("")) in linked


def test_everything_else_stays_letter_for_letter() -> None:
    body = '<p style="x">1 < 2 &amp; <b>b</b> <!-- <a> --> <abbr title="t">a</abbr></p>'
    assert tracked(message(body), LINKS).startswith(body)


def test_a_body_made_to_take_long_does_not() -> None:
    body = '<a "' * 20_000
    assert addresses(body) == {}
