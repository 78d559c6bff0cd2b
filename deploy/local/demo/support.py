"""Tells the story of support: mails, posts and calls become tickets, and people work on them."""

from collections.abc import Mapping
from email.message import EmailMessage
from email.utils import formataddr
from typing import Any
from urllib.parse import urlsplit

from deploy.local.demo.api import Api
from deploy.local.demo.tickets import MACROS, TICKETS, Ticket

#: Our support's address; whoever is at the other end of the tests takes any.
SUPPORT = "support@trellis.example"


def support(admin: Api, agent: Api, people: Mapping[str, str]) -> None:
    """Loads macros and tickets. people: contact ids by last name."""
    for index, macro in enumerate(MACROS):
        admin.post("/v1/macros", macro, key=f"demo-macro-{index}")
    for index, ticket in enumerate(TICKETS):
        contact = admin.get(f"/v1/contacts/{people[ticket.contact]}")
        Case(admin, agent, contact, ticket, f"demo-ticket-{index}").tell()


class Case:
    """One ticket, from its first message on."""

    def __init__(
        self, admin: Api, agent: Api, contact: Mapping[str, Any], ticket: Ticket, key: str
    ) -> None:
        self._admin = admin
        self._agent = agent
        self._contact = contact
        self._ticket = ticket
        self._key = key
        self._mails = 0

    def tell(self) -> None:
        """Begins it and takes its steps."""
        begin = {"mail": self._by_mail, "page": self._by_page, "phone": self._by_phone}
        number = begin[self._ticket.how]()
        (found,) = self._agent.get("/v1/tickets", filter=f"number = {number}")["tickets"]
        path = f"/v1/tickets/{found['id']}"
        facts = {"priority": self._ticket.priority, "type": self._ticket.type}
        self._agent.patch(
            path, {**facts, "tags": list(self._ticket.tags), "contact_id": self._contact["id"]}
        )
        for index, step in enumerate(self._ticket.steps):
            self._step(path, number, step, f"{self._key}-{index}")

    def _step(self, path: str, number: int, step: str, key: str) -> None:
        verb, _, text = step.partition(": ")
        if verb == "customer":
            self._mail(f"Re: [#{number}] {self._ticket.subject}", text)
        elif verb in {"reply", "note"}:
            target = "messages" if verb == "reply" else "notes"
            self._agent.post(f"{path}/{target}", {"text": text}, key=key)
        else:
            self._agent.post(f"{path}:{verb}", {}, key=key)

    def _by_mail(self) -> int:
        receipt = self._mail(self._ticket.subject, self._ticket.text)
        return int(self._agent.get(f"/v1/tickets/{receipt['ticket_id']}")["number"])

    def _by_page(self) -> int:
        post = {
            "name": self._contact["full_name"],
            "email": self._contact["email"],
            "subject": self._ticket.subject,
            "text": self._ticket.text,
        }
        return int(self._admin.post("/v1/portal:submit", post, key=self._key)["number"])

    def _by_phone(self) -> int:
        body = {
            "subject": self._ticket.subject,
            "description": self._ticket.text,
            "channel": "PHONE",
            "contact_id": self._contact["id"],
        }
        return int(self._agent.post("/v1/tickets", body, key=self._key)["number"])

    def _mail(self, subject: str, text: str) -> Any:
        """A mail of the customer's, as the mail server hands it over."""
        mail = EmailMessage()
        mail["From"] = formataddr((self._contact["full_name"], self._contact["email"]))
        mail["To"] = SUPPORT
        mail["Subject"] = subject
        domain = urlsplit(f"//{self._contact['email']}").hostname or "example.com"
        mail["Message-ID"] = f"<{self._key}-{self._mails}@{domain}>"
        mail.set_content(text)
        self._mails += 1
        key = f"{self._key}-mail-{self._mails}"
        return self._admin.post("/v1/inbound_mail:receive", {"text": mail.as_string()}, key=key)
