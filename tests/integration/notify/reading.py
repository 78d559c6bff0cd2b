"""Somebody who reads mails, as a browser or a scanner: fetches pictures and follows links."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from crm.leads.v1 import contacts_pb2
from crm.notify.v1 import messages_pb2 as pb
from crm.notify.v1 import messages_pb2_grpc
from flask.testing import FlaskClient
from sqlalchemy import text
from werkzeug.test import TestResponse

from chassis.clock import Clock
from chassis.database import Database
from tests.harness.people import Person
from tests.integration.notify.sink import Sink
from tests.integration.notify.working import Worker

BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
HOME, OFFICE, SCANNER = "192.0.2.7", "198.51.100.9", "203.0.113.5"
HTML = """<html><body><p>Hello {{first_name|there}}</p>
<a href="https://shop.example/looms?size=xl&amp;from=mail#top">Looms</a>
<a href='https://shop.example/yarn'>Yarn</a> <a href="https://shop.example/looms">All</a>
<a href="{{unsubscribe_url}}">Leave</a></body></html>"""
LOOMS, YARN = "https://shop.example/looms?size=xl&from=mail#top", "https://shop.example/yarn"
SETTLED = timedelta(seconds=10)


@dataclass
class Letterbox:
    """A person's mails, and what they do with them."""

    browser: FlaskClient
    database: Database
    sink: Sink
    worker: Worker
    mails: messages_pb2_grpc.MessageServiceStub
    who: Person

    def send(self, contact: contacts_pb2.Contact, key: str = "news") -> pb.Message:
        request = pb.SendMessageRequest(template_key=key, contact_id=contact.id)
        message = self.mails.SendMessage(request, metadata=self.who.metadata())
        self.worker.work()
        return message

    def latest(self, contact: contacts_pb2.Contact | None = None) -> pb.Message:
        """The newest message with links, to anybody or to somebody."""
        filter_ = "template_key = news" + (f' AND contact_id = "{contact.id}"' if contact else "")
        request = pb.ListMessagesRequest(filter=filter_, page_size=1)
        return self.mails.ListMessages(request, metadata=self.who.metadata()).messages[0]

    def put_off(self) -> None:
        """It takes the worker minutes to decide who looked."""
        with self.database.transaction() as tx:
            statement = (
                "UPDATE timers SET due_time = due_time + interval '20 minutes' WHERE name = :n"
            )
            tx.execute(text(statement), {"n": "engagement.judge"})

    def html(self, message: pb.Message) -> str:
        """The HTML part as it arrived; "" without one."""
        theirs = (each for each in self.sink.letters if str(message.id) in each["Message-ID"])
        part = next(theirs).get_body(("html",))
        return str(part.get_content()) if part is not None else ""

    def links(self, message: pb.Message) -> list[str]:
        """The paths through us, in order; the last one is the one that nobody sees."""
        found = re.findall(r'href="https://crm\.example(/public/click/[^"]+)"', self.html(message))
        return list(found)

    def picture(self, message: pb.Message) -> str:
        """The path of the picture."""
        found = re.search(r'src="https://crm\.example(/public/open/[^"]+)"', self.html(message))
        assert found
        return found[1]

    def get(
        self, path: str, *, agent: str = BROWSER, ip: str = HOME, method: str = "GET", **more: str
    ) -> TestResponse:
        headers = {"User-Agent": agent, **{k.replace("_", "-"): v for k, v in more.items()}}
        place = {"REMOTE_ADDR": ip}
        return self.browser.open(path, method=method, headers=headers, environ_base=place)

    def at_once(self) -> None:
        """What is not decided yet happened in one moment, however slow this machine is."""
        with self.database.transaction() as tx:
            tx.execute(
                text(
                    "UPDATE engagements SET occur_time = (SELECT max(occur_time) FROM engagements "
                    "WHERE NOT settled) WHERE NOT settled"
                )
            )

    def settle(self) -> None:
        """The seconds pass after which it is sure who did it."""
        self.worker.work(SETTLED)

    def read(self, message: pb.Message) -> pb.Message:
        request = pb.GetMessageRequest(id=message.id)
        return self.mails.GetMessage(request, metadata=self.who.metadata())

    def did(self, message: pb.Message) -> tuple[bool, bool]:
        """Whether it is known that a person opened it, and that one followed a link."""
        found = self.read(message)
        return found.HasField("open_time"), found.HasField("click_time")

    def facts(self, kind: str) -> list[dict[str, Any]]:
        """What was told of this kind, in order."""
        statement = text("SELECT data FROM outbox WHERE type = :kind ORDER BY seq")
        with self.database.reading() as tx:
            return [*tx.execute(statement, {"kind": f"crm.notify.v1.{kind}"}).scalars()]

    def rows(self, statement: str) -> list[str]:
        """What the first column of a statement says."""
        with self.database.reading() as tx:
            return [*tx.execute(text(statement)).scalars()]

    def verdicts(self) -> list[tuple[str, str, str]]:
        """Kind, verdict and reason of everything written down, in order."""
        statement = text("SELECT kind, verdict, reason FROM engagements ORDER BY occur_time, id")
        with self.database.reading() as tx:
            return [(row.kind, row.verdict, row.reason) for row in tx.execute(statement)]


def to_noon(clock: Clock) -> None:
    """The next noon, UTC: nobody's advertising waits for the morning."""
    now = clock.now()
    noon = datetime(now.year, now.month, now.day, 12, tzinfo=UTC)
    clock.advance((noon if noon > now else noon + timedelta(days=1)) - now)
