"""The mails that were caught, and what is written back."""

import base64
import threading
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import format_datetime, getaddresses, make_msgid
from typing import Any
from uuid import uuid4

KEPT = 2000


@dataclass(frozen=True, slots=True)
class Mail:
    """One mail as it was handed over. sender and recipients: the envelope's."""

    id: str
    time: datetime
    sender: str
    recipients: tuple[str, ...]
    raw: bytes

    @property
    def message(self) -> EmailMessage:
        """The mail, read."""
        return message_from_bytes(self.raw, policy=policy.default)

    def described(self) -> dict[str, Any]:
        """What the API shows: {id, time, from, to, subject, message_id, headers, text, html}."""
        message = self.message
        return {
            "id": self.id,
            "time": self.time.isoformat(),
            "from": self.sender,
            "to": list(self.recipients),
            "subject": str(message["Subject"] or ""),
            "message_id": str(message["Message-ID"] or ""),
            "headers": [[name, str(value)] for name, value in message.items()],
            "text": part(message, "plain"),
            "html": part(message, "html"),
        }


def part(message: EmailMessage, kind: str) -> str:
    """The text or HTML of a mail; "" without one."""
    found = message.get_body((kind,))
    if found is None:
        return ""
    try:
        return str(found.get_content()).replace("\r\n", "\n")
    except (LookupError, UnicodeError):  # a character set nobody knows
        return str(found.get_payload())


class Mailbox:
    """The last mails, in memory."""

    def __init__(self) -> None:
        self._mails: deque[Mail] = deque(maxlen=KEPT)
        self._changing = threading.Lock()

    def take(self, sender: str, recipients: Iterable[str], raw: bytes) -> Mail:
        """Keeps a mail."""
        mail = Mail(uuid4().hex, datetime.now(UTC), sender, tuple(recipients), raw)
        with self._changing:
            self._mails.append(mail)
        return mail

    def newest(self, count: int, to: str = "") -> list[Mail]:
        """The newest mails first, perhaps only those to one address."""
        with self._changing:
            mails = [*reversed(self._mails)]
        wanted = to.lower()
        found = (mail for mail in mails if not to or wanted in map(str.lower, mail.recipients))
        return [mail for _, mail in zip(range(count), found, strict=False)]

    def find(self, mail_id: str) -> Mail | None:
        """One mail."""
        with self._changing:
            return next((mail for mail in self._mails if mail.id == mail_id), None)

    def clear(self) -> None:
        """Forgets all mails."""
        with self._changing:
            self._mails.clear()


def reply(mail: Mail, text: str) -> EmailMessage:
    """What the person who got a mail answers: to its Reply-To, in its thread."""
    message = mail.message
    subject = str(message["Subject"] or "")
    answer = written(
        sender=mail.recipients[0] if mail.recipients else "",
        to=first_address(message["Reply-To"] or message["From"]),
        subject=subject if subject.lower().startswith("re:") else f"Re: {subject}",
        text=text,
    )
    if known := str(message["Message-ID"] or ""):
        answer["In-Reply-To"] = known
        answer["References"] = f"{message['References'] or ''} {known}".strip()
    return answer


def written(*, sender: str, to: str, subject: str, text: str) -> EmailMessage:
    """A mail somebody writes. Raises ValueError for headers that are none."""
    mail = EmailMessage(policy=policy.SMTP)
    mail["From"] = sender
    mail["To"] = to
    mail["Subject"] = subject
    mail["Date"] = format_datetime(datetime.now(UTC))
    mail["Message-ID"] = make_msgid(domain=sender.rpartition("@")[2] or "localhost")
    mail.set_content(text)
    return mail


def returned(mail: Mail) -> EmailMessage:
    """What a mail server says that cannot deliver a mail: a report after RFC 3464."""
    recipient = mail.recipients[0] if mail.recipients else "nobody@localhost"
    report = written(
        sender="MAILER-DAEMON@localhost",
        to=mail.sender,
        subject="Undelivered Mail Returned to Sender",
        text=f"<{recipient}>: 550 5.1.1 User doesn't exist\n",
    )
    status = (
        "Content-Type: message/delivery-status\n\nReporting-MTA: dns; localhost\n\n"
        f"Final-Recipient: rfc822; {recipient}\nAction: failed\nStatus: 5.1.1\n"
        "Diagnostic-Code: smtp; 550 5.1.1 User doesn't exist\n"
    )
    headers = EmailMessage()
    headers.set_content(mail.raw.partition(b"\r\n\r\n")[0].decode(errors="replace"))
    headers.replace_header("Content-Type", "text/rfc822-headers")
    report.make_mixed()
    report.attach(message_from_bytes(status.encode(), policy=policy.default))
    report.attach(headers)
    report.replace_header("Content-Type", 'multipart/report; report-type="delivery-status"')
    return report


def first_address(header: Any) -> str:
    """The first address of a header."""
    addresses = [address for _, address in getaddresses([str(header or "")]) if address]
    return addresses[0] if addresses else ""


def as_request(mail: EmailMessage) -> dict[str, str]:
    """How a mail is handed to the API that takes mail in."""
    return {"raw": base64.b64encode(mail.as_bytes()).decode()}
