"""Mails that come back: the message says so, and addresses that are gone are left alone."""

from uuid import uuid4

import pytest
from crm.leads.v1 import contacts_pb2
from crm.notify.v1 import bounces_pb2 as pb
from crm.notify.v1 import bounces_pb2_grpc, messages_pb2, messages_pb2_grpc
from crm.tickets.v1 import events_pb2 as tickets
from sqlalchemy import text

from chassis.database import Database
from deploy.local.mailcatcher.mails import Mailbox, returned
from tests.harness.people import Person
from tests.harness.refusals import refused
from tests.integration.notify.conftest import MakeContact, Worker
from tests.integration.notify.sink import Sink

Stub = bounces_pb2_grpc.BounceServiceStub
Mails = messages_pb2_grpc.MessageServiceStub
Outcome = pb.ReceivedBounce.Outcome


class Post:
    """Messages that go out, and come back."""

    def __init__(
        self, bounces: Stub, mails: Mails, worker: Worker, who: Person, sink: Sink
    ) -> None:
        self._bounces, self._mails, self._worker = bounces, mails, worker
        self._who, self._sink = who, sink

    def send(self, contact: contacts_pb2.Contact) -> messages_pb2.Message:
        request = messages_pb2.SendMessageRequest(
            template_key="form_confirmation",
            contact_id=contact.id,
            values={"form_name": "Contact"},
        )
        sent = self._mails.SendMessage(request, metadata=self._who.metadata())
        self._worker.work()
        return self.read(sent.id)

    def read(self, message_id: str) -> messages_pb2.Message:
        request = messages_pb2.GetMessageRequest(id=message_id)
        return self._mails.GetMessage(request, metadata=self._who.metadata())

    def report(self, email: str = "", status: str = "5.1.1") -> bytes:
        """What a mail server says about the last letter."""
        letter = self._sink.letters[-1]
        mail = Mailbox().take("support@crm.example", [email or letter["To"]], letter.as_bytes())
        return returned(mail).as_bytes().replace(b"5.1.1", status.encode())

    def take(self, raw: bytes) -> pb.ReceivedBounce:
        request = pb.ReceiveBounceRequest(raw=raw)
        return self._bounces.ReceiveBounce(request, metadata=self._who.metadata())


@pytest.fixture
def post(bounces: Stub, mails: Mails, worker: Worker, marketer: Person, sink: Sink) -> Post:
    return Post(bounces, mails, worker, marketer, sink)


def facts(database: Database) -> list[bool]:
    """Whether it was for good, of every MessageBounced told."""
    kind = "crm.notify.v1.MessageBounced"
    with database.reading() as tx:
        told = tx.execute(text("SELECT data FROM outbox WHERE type = :kind"), {"kind": kind})
        return [bool(data.get("permanent")) for data in told.scalars()]


def test_an_address_that_is_gone_is_left_alone_from_then_on(
    post: Post, contact: MakeContact, database: Database, sink: Sink
) -> None:
    person = contact()
    message = post.send(person)
    for again in (False, True):
        taken = post.take(post.report())
        assert (taken.outcome, taken.message_id, taken.again) == (Outcome.HARD, message.id, again)

    found = post.read(message.id)
    assert found.state == messages_pb2.Message.BOUNCED
    assert found.state_reason == "5.1.1 smtp; 550 5.1.1 User doesn't exist"
    assert found.HasField("bounce_time")
    assert facts(database) == [True]
    held = post.send(person)
    assert (held.state, held.state_reason) == (messages_pb2.Message.HELD, "SUPPRESSED")
    assert len(sink.letters) == 1


def test_a_full_mailbox_is_written_to_again(
    post: Post, contact: MakeContact, database: Database
) -> None:
    person = contact()
    message = post.send(person)
    assert post.take(post.report(status="5.2.2")).outcome == Outcome.SOFT
    assert post.read(message.id).state == messages_pb2.Message.BOUNCED
    assert facts(database) == [False]
    assert post.send(person).state == messages_pb2.Message.SENT


def test_an_answer_of_support_that_comes_back_is_found_by_its_own_message_id(
    post: Post, worker: Worker, mails: Mails, marketer: Person
) -> None:
    said = {"id": str(uuid4()), "text": "Fixed.", "message_id": f"<{uuid4()}@crm.example>"}
    ticket = {"id": str(uuid4()), "number": 7, "subject": "Help"}
    worker.hear(tickets.ReplySent(ticket=ticket, message=said, recipients=["ada@example.com"]))
    worker.work()
    taken = post.take(post.report())
    assert taken.outcome == Outcome.HARD
    assert post.read(taken.message_id).template_key == "ticket_reply"


def test_a_report_about_somebody_else_or_an_unknown_mail_silences_nobody(
    post: Post, contact: MakeContact
) -> None:
    message = post.send(contact())
    assert post.take(post.report("boss@example.com")).outcome == Outcome.UNKNOWN_MESSAGE
    made_up = post.report().replace(message.id.encode(), str(uuid4()).encode())
    assert post.take(made_up).outcome == Outcome.UNKNOWN_MESSAGE
    assert post.read(message.id).state == messages_pb2.Message.SENT


def test_an_ordinary_mail_changes_nothing_and_nothing_is_refused(post: Post) -> None:
    assert post.take(b"From: a@example.com\r\n\r\nHello\r\n").outcome == Outcome.NO_BOUNCE
    with refused("INVALID_ARGUMENT"):
        post.take(b"")


ABUSE = b"""From: fbl@mail.example
To: support@crm.example
Subject: Complaint
MIME-Version: 1.0
Content-Type: multipart/report; report-type=feedback-report; boundary=cut

--cut
Content-Type: text/plain

Somebody called this mail unwanted.
--cut
Content-Type: message/feedback-report

Feedback-Type: %(kind)s
User-Agent: Feedback/1.0
Version: 1
Original-Rcpt-To: <%(who)s>

--cut
Content-Type: message/rfc822

%(mail)s
--cut--
"""


@pytest.mark.parametrize("named", [True, False])
def test_who_calls_a_mail_unwanted_gets_none_any_more(
    post: Post, contact: MakeContact, database: Database, sink: Sink, named: bool
) -> None:
    message = post.send(contact())
    who = sink.letters[-1]["To"] if named else "redacted@mail.example"
    mail = sink.letters[-1].as_bytes()
    report = ABUSE % {b"kind": b"abuse", b"who": who.encode(), b"mail": mail}
    for again in (False, True):
        taken = post.take(report)
        found = (taken.outcome, taken.message_id, taken.again)
        assert found == (Outcome.COMPLAINT, message.id, again)
    found = post.read(message.id)
    assert (found.HasField("complaint_time"), found.HasField("bounce_time")) == (True, False)
    with database.reading() as tx:
        told = tx.execute(text("SELECT type FROM outbox ORDER BY seq")).scalars().all()
        left = tx.execute(text("SELECT reason FROM suppressions")).scalars().all()
    assert told.count("crm.notify.v1.MessageComplained") == 1
    assert left == ["COMPLAINED"]


def test_who_says_that_a_mail_was_wanted_changes_nothing(
    post: Post, contact: MakeContact, sink: Sink
) -> None:
    post.send(contact())
    mail, who = sink.letters[-1].as_bytes(), sink.letters[-1]["To"].encode()
    taken = post.take(ABUSE % {b"kind": b"not-spam", b"who": who, b"mail": mail})
    assert taken.outcome == Outcome.NO_BOUNCE
