"""The e-mail a message becomes: headers that cannot be injected, a text part, perhaps HTML."""

from dataclasses import dataclass
from email.headerregistry import Address, BaseHeader, HeaderRegistry
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import parseaddr
from functools import lru_cache
from typing import Any

from services.notify.engagement.tracked_html import tells, tracked
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


class Headers(HeaderRegistry):
    """Python's headers; it would make a new class for every header of every letter."""

    def __init__(self) -> None:
        super().__init__()
        self._kinds: dict[str, type[BaseHeader]] = {}

    def __getitem__(self, name: str) -> type[BaseHeader]:
        if name not in self._kinds:
            self._kinds[name] = super().__getitem__(name)
        return self._kinds[name]


#: Lines as long as they may be: a link or an id that is folded is none any more.
POLICY = SMTP.clone(max_line_length=998, header_factory=Headers())


@lru_cache(maxsize=16)
def _constant(name: str, value: str) -> Any:
    """A header that many letters have: understanding it takes longer than all the rest of it."""
    return POLICY.header_factory(name, value)


class Letterhead:
    """Writes letters in the name of one sender."""

    def __init__(self, mail_from: str, links: Links) -> None:
        name, self.address = parseaddr(mail_from)
        local, _, self.domain = self.address.rpartition("@")
        self._from = str(Address(name, local, self.domain))
        self._links = links

    def letter(self, message: Message, *, traceparent: str = "") -> Letter:
        """The e-mail of a claimed message, with the trace it came about in. Its Message-ID
        is the same however often it is written, so that two copies are known as such.
        Raises ValueError for what is no mail."""
        mail = EmailMessage(policy=POLICY)
        mail["From"] = _constant("From", self._from)
        mail["To"] = message.email
        mail["Subject"] = message.subject
        mail["Date"] = message.claim_time or message.create_time
        mail["Message-ID"] = message.thread.get("message_id") or f"<{message.id}@{self.domain}>"
        for header, name in CONVERSATION.items():
            if value := message.thread.get(name):
                mail[header] = value
        if traceparent:
            mail["traceparent"] = traceparent
        if message.purpose is Purpose.PROMOTIONAL:
            mail["List-Unsubscribe"] = f"<{self._links.unsubscribe_url(message.id)}>"
            mail["List-Unsubscribe-Post"] = _constant(
                "List-Unsubscribe-Post", "List-Unsubscribe=One-Click"
            )
        if message.automatic and not message.thread:  # an answer was written by somebody
            mail["Auto-Submitted"] = _constant("Auto-Submitted", "auto-generated")
        mail.set_content(message.body_text)
        if body_html := self._html(message):
            mail.add_alternative(body_html, subtype="html")
        return Letter(self.address, message.email, mail.as_bytes())

    def _html(self, message: Message) -> str:
        return tracked(message, self._links) if tells(message) else message.body_html
