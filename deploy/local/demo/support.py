"""Tells the story of support: mails, posts and calls become tickets, and people work on them."""

from collections.abc import Mapping
from email.message import EmailMessage
from email.utils import formataddr
from typing import Any
from urllib.parse import urlsplit

from deploy.local.demo.agenda import Agenda
from deploy.local.demo.api import Api
from deploy.local.demo.people import PEOPLE
from deploy.local.demo.surveys import answer
from deploy.local.demo.tickets import MACROS, TICKETS, Ticket

#: Our support's address; whoever is at the other end of the tests takes any.
SUPPORT = "support@trellis.example"

#: Solved tickets lie between these days; every fifth waited too long for its answer.
OLDEST, NEWEST, WAITED, PATIENCE = 110, 10, 5, 3
#: Open tickets are of this morning; every sixth has been there for days.
TODAY, FORGOTTEN, LONG = 0.08, 6, 3.2


def support(agenda: Agenda, admin: Api, agent: Api, people: Mapping[str, str]) -> None:
    """Loads macros and tickets. people: contact ids by last name, there once they arrived."""
    for index, macro in enumerate(MACROS):
        admin.post("/v1/macros", macro, key=f"demo-macro-{index}")
    known = {person.last_name: person.day for person in PEOPLE}
    for index, ticket in enumerate(TICKETS):
        case = Case(admin, agent, people, ticket, f"demo-ticket-{index}")
        if "solve" not in ticket.steps:
            day = LONG if index % FORGOTTEN == 0 else TODAY
            agenda.at(min(day, known[ticket.contact]), case.begin)
            agenda.at(min(day, known[ticket.contact]), case.go_on, later=True)
            continue
        day = min(known[ticket.contact] - 1, OLDEST - index * 7 % (OLDEST - NEWEST))
        day = max(day, 0.5)
        agenda.at(day, case.begin)
        agenda.at(day - PATIENCE if index % WAITED == 0 else day, case.go_on, later=True)
        if ticket.answer:
            agenda.at(max(day - PATIENCE - 1, 0.2), case.answer, later=True)


class Case:
    """One ticket, from its first message on."""

    def __init__(
        self, admin: Api, agent: Api, people: Mapping[str, str], ticket: Ticket, key: str
    ) -> None:
        self._admin = admin
        self._agent = agent
        self._people = people
        self._contact: Mapping[str, Any] = {}
        self._number = 0
        self._path = ""
        self._ticket = ticket
        self._key = key
        self._mails = 0

    def begin(self) -> None:
        """The customer writes or calls."""
        self._contact = self._admin.get(f"/v1/contacts/{self._people[self._ticket.contact]}")
        begin = {"mail": self._by_mail, "page": self._by_page, "phone": self._by_phone}
        self._number = begin[self._ticket.how]()
        (found,) = self._agent.get("/v1/tickets", filter=f"number = {self._number}")["tickets"]
        self._path = f"/v1/tickets/{found['id']}"
        facts = {"priority": self._ticket.priority, "type": self._ticket.type}
        self._agent.patch(
            self._path,
            {**facts, "tags": list(self._ticket.tags), "contact_id": self._contact["id"]},
        )

    def go_on(self) -> None:
        """What happened then."""
        for index, step in enumerate(self._ticket.steps):
            self._step(self._path, self._number, step, f"{self._key}-{index}")

    def answer(self) -> None:
        """The customer says how it went, by the link of the survey, once it has come."""
        ticket_id = self._path.rpartition("/")[2]
        sent = f'type = "crm.tickets.v1.SurveySent" AND subject = "tickets/{ticket_id}"'
        score, comment = self._ticket.answer or (0, "")
        answer(self._admin, sent, score, comment, f"{self._key}-answer")

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
        receipt = self._mail(self._ticket.subject, self._ticket.text, *self._ticket.file)
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

    def _mail(self, subject: str, text: str, file: str = "", content: str = "") -> Any:
        """A mail of the customer's, as the mail server hands it over. file: the name of a table
        that comes with it."""
        mail = EmailMessage()
        mail["From"] = formataddr((self._contact["full_name"], self._contact["email"]))
        mail["To"] = SUPPORT
        mail["Subject"] = subject
        domain = urlsplit(f"//{self._contact['email']}").hostname or "example.com"
        mail["Message-ID"] = f"<{self._key}-{self._mails}@{domain}>"
        mail.set_content(text)
        if file:
            mail.add_attachment(content, subtype="csv", filename=file)
        self._mails += 1
        key = f"{self._key}-mail-{self._mails}"
        return self._admin.post("/v1/inbound_mail:receive", {"text": mail.as_string()}, key=key)
