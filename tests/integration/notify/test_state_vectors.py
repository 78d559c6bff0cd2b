"""Messages change their states as the shared vectors say; simulated recipients get no mail."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from crm.notify.v1 import messages_pb2 as pb

from chassis import context
from chassis.database import Database
from services.notify.messages.accepting import SEND
from services.notify.messages.sending import SendingReactions
from tests import vectors
from tests.harness.people import Person
from tests.integration.notify.conftest import Worker
from tests.integration.notify.sink import Sink
from tests.integration.notify.test_sending import Mails, read, sent, state

VECTORS = vectors.load("notification_states.json")
CASES = VECTORS.get("cases", [])
SIMULATED = VECTORS.get("simulated_recipients", {}).get("emails", [])
#: Their words for our states. A mail server's answer is the only receipt a mail gets: what it took
#: is SENT. Without an answer a mail is UNKNOWN, which is never sent again by itself.
OURS = {
    "sending": "CLAIMED",
    "delivered": "SENT",
    "temporary-failure": "UNKNOWN",
    "technical-failure": "FAILED",
}
TIMEOUT = timedelta(seconds=VECTORS.get("govuk", {}).get("sending_timeout_s", 0))


class Scene:
    """One message on its way, the worker, and the mail server before it."""

    def __init__(self, mails: Mails, who: Person, worker: Worker, sink: Sink) -> None:
        self.mails, self.who, self.worker, self.sink = mails, who, worker, sink
        self.message = sent(mails, who)

    @property
    def state(self) -> str:
        return state(self.mails, self.who, self.message)

    @property
    def shown(self) -> pb.Message:
        return read(self.mails, self.who, self.message)


def taken(scene: Scene, _: Database) -> None:
    seen: list[str] = []
    scene.sink.before_answer = lambda: seen.append(scene.state)
    scene.worker.work()
    assert seen == ["CLAIMED"]


def no_receipt(scene: Scene, _: Database) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(SendingReactions, "_settle", lambda *_: None)  # it dies after the hand-over
        scene.worker.work()
    assert scene.state == "CLAIMED"
    scene.worker.work(TIMEOUT)
    scene.worker.work(TIMEOUT)


def delivered_again(scene: Scene, database: Database) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(SendingReactions, "_settle", lambda *_: None)
        scene.worker.work()
        scene.sink.letters.clear()
        with context.use(context.system_call("test")), database.transaction() as tx:
            tx.schedule(SEND, key=scene.message.id, due=tx.now)
        scene.worker.work()


def refused_for_good(scene: Scene, _: Database) -> None:
    scene.sink.script = ["refuse"]
    scene.worker.work()
    scene.sink.letters.clear()
    scene.worker.work(timedelta(days=7))


EVENTS: dict[str, Callable[[Scene, Database], None]] = {
    "provider: delivered": taken,
    "72 h without a receipt": no_receipt,
    "queue redelivers the send job": delivered_again,
    "provider refuses: bad request": refused_for_good,
}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_a_message_changes_its_state_as_the_vectors_say(
    *, mails: Mails, marketer: Person, worker: Worker, sink: Sink, database: Database,
    case: dict[str, Any],
) -> None:  # fmt: skip
    assert case["from"] == "sending"
    scene = Scene(mails, marketer, worker, sink)
    EVENTS[case["event"]](scene, database)
    assert scene.state == OURS[case["to"]]
    assert len(sink.letters) <= 1
    if {"sends", "retries"} & case.keys():
        assert (case.get("sends", 0), case.get("retries", 0)) == (0, 0)
        assert (sink.letters, scene.shown.attempts) == ([], 1)


@pytest.mark.parametrize("email", [*SIMULATED, "Simulate-Delivered@example.com"])
def test_mail_to_a_simulated_recipient_is_accepted_and_reaches_no_server(
    mails: Mails, marketer: Person, worker: Worker, sink: Sink, email: str
) -> None:
    message = sent(mails, marketer, email=email)
    real = sent(mails, marketer)
    worker.work()
    shown = read(mails, marketer, message)
    assert pb.Message.State.Name(shown.state) == "SENT"
    assert "simulated" in shown.state_reason
    assert state(mails, marketer, real) == "SENT"
    assert [letter["To"] for letter in sink.letters] == ["ada@example.com"]


def test_a_simulated_refusal_fails_without_a_server(
    mails: Mails, marketer: Person, worker: Worker, sink: Sink
) -> None:
    message = sent(mails, marketer, email="simulate-refused@example.com")
    worker.work()
    assert (state(mails, marketer, message), sink.connections) == ("FAILED", 0)
