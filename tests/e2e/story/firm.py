"""The firm the story happens in: each team with its own login, the outside world, and the clock."""

import base64
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from email.message import EmailMessage
from email.utils import make_msgid
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

from tests.harness import streaming
from tests.harness.http import Client, Session, made
from tests.harness.streaming import Reading
from tests.harness.suite import Suite
from tests.harness.waiting import eventually

DAY = 86_400
#: A told fact has its effect in another service within this many seconds.
TOLD_WITHIN = 60.0
#: A moved clock is known everywhere and its timers were heard within this many seconds.
TIMED_WITHIN = 60.0

Record = dict[str, Any]


class Firm:
    """A suite of its own, because its clock is moved."""

    def __init__(self, suite: Suite) -> None:
        self.suite = suite
        self.admin = suite.admin()
        self.marketer, self.manager, self.agent = (
            suite.signed_in(role) for role in ("marketer", "manager", "agent")
        )
        self.visitor = suite.stranger()
        self.reps = [suite.signed_in("rep"), self._second_rep()]
        self._streams: dict[str, Reading] = {}

    def close(self) -> None:
        """Closes every connection."""
        for stream in self._streams.values():
            stream.close()
        for client in (self.admin, self.marketer, self.manager, self.agent, self.visitor):
            client.close()
        for rep in self.reps:
            rep.close()

    def _second_rep(self) -> Session:
        rep = made(self.admin.get(f"/v1/users/{self._me('rep')}"))
        email, password = f"rep.{uuid4().hex[:8]}@trellis.example", f"two reps {uuid4().hex}"
        user = {"email": email, "name": "Noor Haddad", "password": password}
        made(self.admin.post("/v1/users", user | {k: rep[k] for k in ("team_ids", "role_ids")}))
        return Session.opened(self.suite.url, email, password)

    def _me(self, role: str) -> str:
        session = self.suite.signed_in(role)
        session.close()
        return session.user_id

    def rep(self, user_id: str) -> Session:
        """The rep who is this user."""
        return next(rep for rep in self.reps if rep.user_id == user_id)

    def advance(self, *, days: float = 0, seconds: int = 0) -> None:
        """Moves the business time of all services."""
        whole = int(days * DAY) + seconds
        made(self.admin.post("/v1/clock:advance", {"seconds": whole}))

    def mails(self, to: str, subject: str = "") -> list[Record]:
        """The mails that were caught for an address, newest first."""
        with Client("") as reader:
            found = made(reader.get(self.suite.description["mail"]["api"], to=to))["mails"]
        return [mail for mail in found if subject.lower() in mail["subject"].lower()]

    def mail(self, to: str, subject: str = "", *, within: float = TOLD_WITHIN) -> Record:
        """The newest such mail, once it is there."""
        what = f"a mail {subject!r} to {to}"
        return eventually(lambda: self.mails(to, subject), within=within, what=what)[0]

    def write_in(self, sender: str, subject: str, text: str) -> Record:
        """A customer's mail to support; how it was taken."""
        mail = EmailMessage()
        mail["From"], mail["To"], mail["Subject"] = sender, "support@localhost", subject
        mail["Message-ID"] = make_msgid(domain="customer.example")
        mail.set_content(text)
        raw = base64.b64encode(mail.as_bytes()).decode()
        return made(self.admin.post("/v1/inbound_mail:receive", {"raw": raw}))

    def notified(self, person: Session, kind: str, *, within: float = TOLD_WITHIN) -> Record:
        """The newest in-app notification of a kind, once it is there."""

        def found() -> list[Record]:
            listed = made(person.get("/v1/notifications", page_size=50))["notifications"]
            return [each for each in listed if each["kind"] == kind]

        return eventually(found, within=within, what=f"a notification {kind}")[0]

    def listen(self) -> None:
        """The reps have the application open."""
        port = urlsplit(self.suite.url).port
        assert port
        for rep in self.reps:
            self._streams[rep.user_id] = streaming.opened(port, Cookie=rep.cookie)

    def pushed(self, rep: Session, kind: str) -> Record:
        """The next fact of a kind that reaches a rep's open application by itself."""
        deadline = time.monotonic() + TOLD_WITHIN
        while time.monotonic() < deadline:
            event = self._streams[rep.user_id].event()
            assert event, "the stream goes on"
            if "data" in event and "event" not in event:
                fact = streaming.fact_of(event)
                if fact["type"].endswith(kind):
                    return fact
        raise AssertionError(f"no {kind} was pushed")

    def timeline(self, contact: Record) -> list[Record]:
        """Everything told of a contact, newest first."""
        return [*self.admin.pages(f"/v1/contacts/{contact['id']}/timeline", "entries")]

    def kinds(self, contact: Record) -> list[str]:
        """The kinds of the entries of a contact's timeline."""
        return [entry["kind"] for entry in self.timeline(contact)]

    def facts(self, **query: str) -> Iterator[Record]:
        """The log of all services, oldest first."""
        after = ""
        while True:
            page = made(self.admin.get("/v1/events", after=after, page_size=500, **query))
            yield from page["events"]
            if not page["more"]:
                return
            after = page["next_after"]


def listed(client: Client, resource: str, filter_: str) -> list[Record]:
    """The first page of the records of a resource that pass a filter."""
    found: list[Record] = made(client.get(f"/v1/{resource}", filter=filter_))[resource]
    return found


def once(probe: Callable[[], Any], what: str, *, within: float = TOLD_WITHIN) -> Any:
    """What `probe` answers as soon as it answers something."""
    return eventually(probe, within=within, what=what)


def field(client: Client, path: str, name: str, value: object) -> Record | None:
    """The record at a path as soon as a field has a value."""
    record: Record = made(client.get(path))
    return record if record[name] == value else None


def titles(entries: Sequence[Mapping[str, Any]]) -> list[str]:
    """What a timeline tells, in order."""
    return [str(entry["title"]) for entry in entries]


def now(firm: Firm) -> str:
    """The business time."""
    said: Any = made(firm.admin.get("/v1/clock"))["current_time"]
    return str(said)
