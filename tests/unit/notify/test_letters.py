"""A letter is what mail programs understand: no link broken, no header forged."""

from datetime import UTC, datetime
from uuid import UUID

import pytest

from services.notify.links import Links
from services.notify.messages.letters import Letterhead
from services.notify.messages.model import Message
from services.notify.templates.model import Purpose

LETTERHEAD = Letterhead("Trellis <support@crm.example>", Links("k", "https://crm.example"))


def content(**fields: object) -> bytes:
    message = Message(
        **{
            "email": "ada@example.com",
            "template_key": "offer",
            "template_revision": 1,
            "purpose": Purpose.PROMOTIONAL,
            "subject": "Hello",
            "body_text": "Hello.",
            "claim_time": datetime(2026, 11, 22, 9, tzinfo=UTC),
            **fields,
        }
    )  # type: ignore[arg-type] # any field of a message
    message.id = UUID("01937b5e-7c00-7000-8000-000000000021")
    return LETTERHEAD.letter(message).content


def test_the_way_out_is_a_link_in_one_piece() -> None:
    (line,) = [each for each in content().splitlines() if each.startswith(b"List-Unsubscribe:")]
    assert line.startswith(b"List-Unsubscribe: <https://crm.example/public/unsubscribe/")
    assert line.endswith(b">")


def test_long_ids_of_a_conversation_stay_as_they_are() -> None:
    mine, theirs = f"<{'a' * 90}@crm.example>", f"<{'b' * 120}@outlook.example>"
    written = content(thread={"message_id": mine, "in_reply_to": theirs})
    assert f"Message-ID: {mine}\r\n".encode() in written
    assert f"In-Reply-To: {theirs}\r\n".encode() in written


def test_other_alphabets_reach_the_reader() -> None:
    assert "Grüße".encode() not in content(subject="Grüße")
    assert b"Subject: =?utf-8?" in content(subject="Grüße")


def test_a_header_is_not_forged_by_a_line_break() -> None:
    with pytest.raises(ValueError, match="newline|linefeed"):
        content(subject="Hello\r\nBcc: evil@example.com")


def test_no_line_is_longer_than_mail_allows() -> None:
    assert max(len(line) for line in content(body_text="x" * 5_000).splitlines()) <= 998
