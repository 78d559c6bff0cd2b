"""Messages that are due together go over one connection, and each keeps a fate of its own."""

from datetime import timedelta

import pytest
from crm.notify.v1 import messages_pb2 as pb
from crm.notify.v1 import messages_pb2_grpc

from chassis.metrics import OURS
from services.notify.messages import sending
from services.notify.messages.letters import Letter
from services.notify.messages.mailer import Line, Result
from tests.harness.people import Person
from tests.integration.notify.conftest import Worker
from tests.integration.notify.sink import Sink
from tests.integration.notify.test_sending import order, read, sent, state

Mails = messages_pb2_grpc.MessageServiceStub
TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"


def several(mails: Mails, who: Person, count: int) -> list[pb.Message]:
    return [sent(mails, who, email=f"ada{number}@example.com") for number in range(count)]


def states(mails: Mails, who: Person, messages: list[pb.Message]) -> list[str]:
    return [state(mails, who, message) for message in messages]


def recipients(sink: Sink) -> list[str]:
    return [letter["To"] for letter in sink.letters]


def fates() -> dict[str, float]:
    """How many mails the mail server took, or not, as metrics tell it."""
    name, kinds = "trellis_mail_seconds_count", ("taken", "refused", "put_off", "unsure")
    return {fate: OURS.get_sample_value(name, {"fate": fate}) or 0.0 for fate in kinds}


def test_they_share_a_connection(
    mails: Mails, marketer: Person, worker: Worker, sink: Sink
) -> None:
    messages = several(mails, marketer, 5)
    worker.work()
    assert states(mails, marketer, messages) == ["SENT"] * 5
    assert (len(sink.letters), sink.connections) == (5, 1)


def test_a_batch_has_a_limit(mails: Mails, marketer: Person, worker: Worker, sink: Sink) -> None:
    several(mails, marketer, sending.BATCH + 1)
    assert worker.step()
    assert len(sink.letters) == sending.BATCH
    worker.work()
    assert (len(sink.letters), sink.connections) == (sending.BATCH + 1, 2)


def test_a_server_that_hangs_up_between_two_letters_gets_the_second_on_another_connection(
    mails: Mails, marketer: Person, worker: Worker, sink: Sink
) -> None:
    sink.script = ["take", "drop_greeting", "take"]
    messages = several(mails, marketer, 2)
    worker.work()
    assert states(mails, marketer, messages) == ["SENT", "SENT"]
    assert [read(mails, marketer, message).attempts for message in messages] == [1, 1]
    assert (len(sink.letters), sink.connections) == (2, 2)


def test_what_is_refused_put_off_or_in_doubt_does_not_touch_the_others(
    mails: Mails, marketer: Person, worker: Worker, sink: Sink
) -> None:
    sink.script = ["refuse", "take", "put_off", "take", "drop_before", "take", "drop_after", "take"]
    messages = several(mails, marketer, 8)
    before = fates()
    worker.work()
    more = {fate: count - before[fate] for fate, count in fates().items()}
    assert more == {"taken": 5, "refused": 1, "put_off": 1, "unsure": 1}
    ends = ["FAILED", "SENT", "QUEUED", "SENT", "UNKNOWN", "SENT", "SENT", "SENT"]
    assert states(mails, marketer, messages) == ends
    worker.work(timedelta(minutes=1))
    assert state(mails, marketer, messages[2]) == "SENT"
    assert len(recipients(sink)) == len(set(recipients(sink))) == 7


def test_a_worker_that_dies_in_the_middle_leaves_only_one_message_in_doubt(
    mails: Mails, marketer: Person, worker: Worker, sink: Sink, monkeypatch: pytest.MonkeyPatch
) -> None:
    honest = Line.hand_over

    def dies_at_the_second(line: Line, letter: Letter) -> Result:
        if letter.recipient == "ada1@example.com":
            raise SystemExit  # nothing of what comes after runs, as after kill -9
        return honest(line, letter)

    messages = several(mails, marketer, 3)
    monkeypatch.setattr(Line, "hand_over", dies_at_the_second)
    with pytest.raises(SystemExit):
        worker.step()
    monkeypatch.setattr(Line, "hand_over", honest)
    assert states(mails, marketer, messages) == ["CLAIMED"] * 3

    worker.work(timedelta(minutes=11))
    assert states(mails, marketer, messages) == ["SENT", "UNKNOWN", "SENT"]
    assert read(mails, marketer, messages[2]).attempts == 1, "the first try was not begun"
    assert recipients(sink) == ["ada0@example.com", "ada2@example.com"]


def test_a_batch_that_takes_too_long_lets_go_of_the_rest(
    mails: Mails, marketer: Person, worker: Worker, sink: Sink, monkeypatch: pytest.MonkeyPatch
) -> None:
    messages = several(mails, marketer, 2)
    monkeypatch.setattr(sending, "PATIENCE", -1.0)
    worker.step()
    assert states(mails, marketer, messages) == ["QUEUED", "QUEUED"]
    assert sink.letters == []
    monkeypatch.undo()
    worker.work()
    assert states(mails, marketer, messages) == ["SENT", "SENT"]


def test_a_mail_carries_the_trace_of_what_it_came_from(
    mails: Mails, marketer: Person, worker: Worker, sink: Sink
) -> None:
    mails.SendMessage(order(), metadata=marketer.metadata(traceparent=TRACE))
    mails.SendMessage(order(), metadata=marketer.metadata())
    worker.work()
    assert [letter["traceparent"] for letter in sink.letters] == [TRACE, None]
