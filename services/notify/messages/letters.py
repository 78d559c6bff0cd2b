"""The e-mail a message becomes: headers that cannot be injected, a text part, perhaps HTML."""

from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr

from services.notify.links import Links
from services.notify.messages.model import Message
from services.notify.templates.model import Purpose

#: The headers that hold a conversation together, and what they are called in a message's thread.
CONVERSATION = {
    "Reply-To": "reply_to",
    "In-Reply-To": "in_reply_to",
    "References": "references",
}


@dataclass(frozen=True, slots=True)
class Letter:
    """What is handed to a mail server."""

    sender: str
    recipient: str
    content: bytes


class Letterhead:
    """Writes letters in the name of one sender."""

    def __init__(self, mail_from: str, links: Links) -> None:
        name, self.address = parseaddr(mail_from)
        local, _, self.domain = self.address.rpartition("@")
        self._from = Address(name, local, self.domain)
        self._links = links

    def letter(self, message: Message, *, traceparent: str = "") -> Letter:
        """The e-mail of a claimed message, with the trace it came about in. Its Message-ID
        is the same however often it is written, so that two copies are known as such.
        Raises ValueError for what is no mail."""
        mail = EmailMessage(policy=SMTP)
        mail["From"] = self._from
        mail["To"] = message.email
        mail["Subject"] = message.subject
        mail["Date"] = format_datetime(message.claim_time or message.create_time)
        mail["Message-ID"] = message.thread.get("message_id") or f"<{message.id}@{self.domain}>"
        for header, name in CONVERSATION.items():
            if value := message.thread.get(name):
                mail[header] = value
        if traceparent:
            mail["traceparent"] = traceparent
        if message.purpose is Purpose.PROMOTIONAL:
            mail["List-Unsubscribe"] = f"<{self._links.unsubscribe_url(message.id)}>"
            mail["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
        if message.automatic and not message.thread:  # an answer was written by somebody
            mail["Auto-Submitted"] = "auto-generated"
        mail.set_content(message.body_text)
        if message.body_html:
            mail.add_alternative(message.body_html, subtype="html")
        return Letter(self.address, message.email, mail.as_bytes())
