"""A message reaches a mail server at most once, whatever breaks, and always ends somewhere."""

from datetime import timedelta

import pytest
from crm.notify.v1 import messages_pb2 as pb
from crm.notify.v1 import messages_pb2_grpc, templates_pb2, templates_pb2_grpc
from sqlalchemy import text

from chassis.clock import Clock
from chassis.database import Database
from tests.harness.people import Keys, Person
from tests.harness.refusals import refused
from tests.integration.notify.conftest import MakeContact, Worker
from tests.integration.notify.sink import Sink

Mails = messages_pb2_grpc.MessageServiceStub
MINUTE = timedelta(minutes=1)


def order(**fields: object) -> pb.SendMessageRequest:
    """A transactional message, unless told otherwise."""
    values = {"form_name": "Contact"}
    return pb.SendMessageRequest(
        **{"template_key": "form_confirmation", "email": "Ada@Example.com", "values": values}
        | fields
    )


def sent(mails: Mails, who: Person, **fields: object) -> pb.Message:
    return mails.SendMessage(order(**fields), metadata=who.metadata())


def read(mails: Mails, who: Person, message: pb.Message) -> pb.Message:
    return mails.GetMessage(pb.GetMessageRequest(id=message.id), metadata=who.metadata())


def state(mails: Mails, who: Person, message: pb.Message) -> str:
    return pb.Message.State.Name(read(mails, who, message).state)


def told(database: Database, kind: str) -> int:
    with database.reading() as tx:
        return tx.execute(
            text("SELECT count(*) FROM outbox WHERE type = :t"), {"t": f"crm.notify.v1.{kind}"}
        ).scalar_one()


def test_a_message_goes_out_once_under_an_id_that_follows_from_its_own(
    mails: Mails, marketer: Person, worker: Worker, sink: Sink, database: Database
) -> None:
    message = sent(mails, marketer)
    assert (message.state, message.email) == (pb.Message.QUEUED, "ada@example.com")

    worker.work()
    worker.work(timedelta(days=1))

    (letter,) = sink.letters
    assert letter["Message-ID"] == f"<{message.id}@localhost>"
    assert letter["To"] == "ada@example.com"
    assert "List-Unsubscribe" not in letter
    assert "Contact" in letter.get_content()
    read_ = read(mails, marketer, message)
    assert read_.state == pb.Message.SENT
    assert [d.outcome for d in read_.decisions] == [pb.Decision.SEND]
    assert told(database, "MessageSent") == 1


def test_the_claim_is_committed_before_the_mail_server_hears_of_the_message(
    mails: Mails, marketer: Person, worker: Worker, sink: Sink
) -> None:
    message = sent(mails, marketer)
    seen: list[str] = []
    sink.before_answer = lambda: seen.append(state(mails, marketer, message))
    worker.work()
    assert seen == ["CLAIMED"]


def test_an_answer_that_never_came_leaves_the_message_unknown_and_never_sends_it_again(
    mails: Mails, marketer: Person, worker: Worker, sink: Sink, database: Database
) -> None:
    sink.script = ["drop_before"]
    message = sent(mails, marketer)
    worker.work()
    worker.work(timedelta(days=1))

    assert state(mails, marketer, message) == "UNKNOWN"
    assert len(sink.letters) == 1
    assert told(database, "MessageFailed") == 1


def test_a_connection_lost_after_the_answer_changes_nothing(
    mails: Mails, marketer: Person, worker: Worker, sink: Sink
) -> None:
    sink.script = ["drop_after"]
    message = sent(mails, marketer)
    worker.work()
    worker.work(timedelta(days=1))

    assert state(mails, marketer, message) == "SENT"
    assert len(sink.letters) == 1


@pytest.mark.parametrize("trouble", ["put_off", "drop_greeting"])
def test_what_was_surely_not_taken_is_tried_again_after_a_while(
    mails: Mails, marketer: Person, worker: Worker, sink: Sink, trouble: str
) -> None:
    sink.script = [trouble]
    message = sent(mails, marketer)
    worker.work()
    assert state(mails, marketer, message) == "QUEUED"

    worker.work(MINUTE)

    assert state(mails, marketer, message) == "SENT"
    assert read(mails, marketer, message).attempts == 2
    assert len(sink.letters) == 1


def test_a_message_that_no_server_takes_fails_after_four_hours(
    mails: Mails, marketer: Person, worker: Worker, sink: Sink
) -> None:
    sink.script = ["put_off"] * 100
    message = sent(mails, marketer)
    for _ in range(10):
        worker.work(timedelta(minutes=30))
    assert state(mails, marketer, message) in ("QUEUED", "FAILED")
    for _ in range(5):
        worker.work(timedelta(minutes=30))
    found = read(mails, marketer, message)
    assert (found.state, found.state_reason) == (pb.Message.FAILED, "451 come back")


def test_a_refusal_is_final(mails: Mails, marketer: Person, worker: Worker, sink: Sink) -> None:
    sink.script = ["refuse"]
    message = sent(mails, marketer)
    worker.work()
    worker.work(timedelta(days=1))
    found = read(mails, marketer, message)
    assert (found.state, found.state_reason) == (pb.Message.FAILED, "550 no such person")
    assert sink.letters == []


def test_a_worker_that_dies_while_handing_over_leaves_the_message_unknown(
    mails: Mails, marketer: Person, worker: Worker, sink: Sink
) -> None:
    def die() -> None:
        raise SystemExit  # nothing of what comes after runs, as after kill -9

    message = sent(mails, marketer)
    hand_over = "services.notify.messages.mailer.Line.hand_over"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(hand_over, lambda *_: die())
        with pytest.raises(SystemExit):
            worker.step()
    assert state(mails, marketer, message) == "CLAIMED"

    worker.work(timedelta(minutes=9))
    assert state(mails, marketer, message) == "CLAIMED"
    worker.work(timedelta(minutes=2))
    worker.work(timedelta(days=1))

    assert state(mails, marketer, message) == "UNKNOWN"
    assert sink.letters == []


def test_without_a_mail_server_messages_wait_and_say_so(
    mails: Mails, marketer: Person, worker: Worker, sink: Sink, database: Database, keys: Keys,
    clock: Clock,
) -> None:  # fmt: skip
    message = sent(mails, marketer)
    without = Worker(database, keys, clock, "")
    without.work(MINUTE)
    found = read(mails, marketer, message)
    assert (found.state, found.state_reason) == (pb.Message.QUEUED, "NO_MAIL_SERVER")

    worker.work(MINUTE)
    assert state(mails, marketer, message) == "SENT"


def test_a_message_is_sent_at_its_time_and_can_be_taken_back_before(
    mails: Mails, marketer: Person, worker: Worker, sink: Sink, clock: Clock
) -> None:
    later = clock.now() + timedelta(hours=2)
    first = sent(mails, marketer, send_time=later)
    second = sent(mails, marketer, send_time=later)
    worker.work(timedelta(hours=1))
    mails.CancelMessage(pb.CancelMessageRequest(id=first.id), metadata=marketer.metadata())
    worker.work(timedelta(hours=1))

    assert state(mails, marketer, first) == "CANCELLED"
    assert state(mails, marketer, second) == "SENT"
    with refused("FAILED_PRECONDITION", "MESSAGE_NOT_QUEUED"):
        mails.CancelMessage(pb.CancelMessageRequest(id=second.id), metadata=marketer.metadata())


def test_the_same_order_under_the_same_key_is_one_message(
    mails: Mails, marketer: Person, worker: Worker, sink: Sink
) -> None:
    once = marketer.metadata(idempotency_key="k1")
    first = mails.SendMessage(order(), metadata=once)
    second = mails.SendMessage(order(), metadata=once)
    worker.work()
    assert first.id == second.id
    assert len(sink.letters) == 1


def test_a_message_says_what_the_template_said_when_it_was_accepted(
    mails: Mails, words: templates_pb2_grpc.TemplateServiceStub, marketer: Person, worker: Worker,
    sink: Sink,
) -> None:  # fmt: skip
    me = marketer.metadata()
    made = words.CreateTemplate(
        templates_pb2.CreateTemplateRequest(
            template={
                "key": "note", "purpose": "SERVICE", "subject": "Old {{x}}", "body_text": "Old",
                "body_html": "<p>{{x}}</p>", "variables": ["x"],
            }
        ),
        metadata=me,
    )  # fmt: skip
    values = {"x": "<b>\r\nBcc: evil@example.com"}
    message = sent(mails, marketer, template_key="note", values=values)
    words.UpdateTemplate(
        templates_pb2.UpdateTemplateRequest(
            template={"id": made.id, "subject": "New", "body_text": "New"},
            update_mask={"paths": ["subject", "body_text"]},
        ),
        metadata=me,
    )
    worker.work()

    (letter,) = sink.letters
    assert letter["Subject"] == "Old <b> Bcc: evil@example.com"
    assert "Bcc" not in letter
    assert letter["Auto-Submitted"] is None
    html = letter.get_body(("html",))
    assert html is not None
    assert "&lt;b&gt;" in html.get_content()
    assert read(mails, marketer, message).template_revision == 1


def test_values_that_are_missing_or_unknown_are_named(mails: Mails, marketer: Person) -> None:
    with refused("INVALID_ARGUMENT", "VALUES_MISSING"):
        sent(mails, marketer, values={})
    with refused("INVALID_ARGUMENT"):
        sent(mails, marketer, values={"form_name": "x", "frist_name": "Ada"})
    with refused("NOT_FOUND", "TEMPLATE_NOT_FOUND"):
        sent(mails, marketer, template_key="nothing")
    with refused("INVALID_ARGUMENT"):
        sent(mails, marketer, email="not an address")
    with refused("INVALID_ARGUMENT"):
        sent(mails, marketer, email="")


def test_a_rep_writes_to_her_own_contacts_only_and_sees_only_their_messages(
    mails: Mails, as_person, contact: MakeContact
) -> None:
    rep, other = as_person({"*": "own"}), as_person({"*": "own"})
    mine = contact(owner_id=str(rep.id))
    message = sent(mails, rep, email="", contact_id=mine.id)
    assert message.owner_id == str(rep.id)
    with refused("NOT_FOUND", "CONTACT_NOT_FOUND"):
        sent(mails, other, email="", contact_id=mine.id)
    with refused("NOT_FOUND", "MESSAGE_NOT_FOUND"):
        read(mails, other, message)
