"""Reading delivery reports, by the shared vectors and by what servers make of them."""

from typing import Any

import pytest

from services.notify.bounces.dsn import reports
from tests import vectors

VECTORS = vectors.load("bounce_dsn.json")
ID = "<01937b5e-7c00-7000-8000-000000000021@crm.example>"


def report(fields: dict[str, str], original: str = "text/rfc822-headers", **headers: str) -> bytes:
    """A report after RFC 3464 with these fields about one recipient."""
    given = {"From": "MAILER-DAEMON@mx.example", "To": "support@crm.example", **headers}
    lines = [
        *(f"{name}: {value}" for name, value in given.items()),
        "MIME-Version: 1.0",
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"',
        *("", "--b", "Content-Type: text/plain", "", "Sorry.", ""),
        *("--b", "Content-Type: message/delivery-status", "", "Reporting-MTA: dns; mx.example"),
        *("", *(f"{name}: {value}" for name, value in fields.items()), ""),
        *("--b", f"Content-Type: {original}", "", f"Message-ID: {ID}", "Subject: Offer", ""),
        *("", "Text", "--b--", ""),
    ]
    return "\r\n".join(lines).encode()


@pytest.mark.parametrize("case", VECTORS.get("dsn", []), ids=lambda case: case["id"])
def test_a_report_says_what_the_vectors_say(case: dict[str, Any]) -> None:
    found = reports(report(case["fields"], From="somebody@example.com"))
    assert bool(found) is case["bounce"]
    for each in found:
        assert each.hard is (case["type"] == "hard")
        assert each.recipient == case["fields"]["Final-Recipient"].rpartition(";")[2].strip()
        assert each.message_id == ID
        assert each.status == case.get("status", each.status)


@pytest.mark.parametrize("case", VECTORS.get("plain_text", []), ids=lambda case: case["id"])
def test_plain_words_say_what_the_vectors_say(case: dict[str, Any]) -> None:
    found = reports(f"From: postmaster@mx.example\r\n\r\n{case['body']}\r\n".encode())
    assert [each.hard for each in found] == ([case["type"] == "hard"] if case["bounce"] else [])


def test_the_whole_mail_may_be_attached_instead_of_its_headers() -> None:
    fields = {"Final-Recipient": "rfc822; a@example.com", "Action": "failed", "Status": "5.1.1"}
    (found,) = reports(report(fields, original="message/rfc822"))
    assert found.message_id == ID


def test_a_policy_says_nothing_about_the_address() -> None:
    fields = {"Final-Recipient": "rfc822; a@example.com", "Action": "failed", "Status": "5.7.26"}
    (found,) = reports(report(fields))
    assert not found.hard


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\xff\xfe\x00",
        b"From: ada@example.com\r\n\r\nI called room 550; nobody there.\r\n",
        b"Content-Type: multipart/report; boundary=x\r\n\r\n--x\r\nContent-Type: "
        b"message/delivery-status\r\n\r\nAction\r\n--x--",
        b"Content-Type: text/plain; charset=martian\r\n\r\nhello",
        b"Message-ID: <[\r\nFrom: <\r\nContent-Type: ;;=\r\n\r\n",
        b"Content-Type: message/delivery-status\r\nContent-Transfer-Encoding: base64\r\n\r\n%%%",
    ],
)
def test_what_is_no_report_is_none(raw: bytes) -> None:
    assert reports(raw) == []
