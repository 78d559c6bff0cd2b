"""Two real workers, a mail server that breaks, and a kill -9 while a letter is handed over."""

import os
import signal
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from crm.notify.v1 import messages_pb2 as pb
from crm.notify.v1 import messages_pb2_grpc
from sqlalchemy import text

from chassis.database import Database
from tests.harness.people import Keys, Person
from tests.harness.waiting import eventually
from tests.integration.notify.sink import Sink

ROOT = Path(__file__).resolve().parents[3]
MESSAGES = 16
FATES = ["take", "put_off", "drop_before", "drop_greeting", "drop_after", "refuse"]
ENDED = {"SENT", "FAILED", "UNKNOWN"}


@contextmanager
def running(database: Database, keys: Keys, sink: Sink, log: Path) -> Iterator[subprocess.Popen]:
    """A worker process without a broker: timers run all the same."""
    environment = {
        **os.environ,
        "PYTHONPATH": f"{ROOT}:{ROOT / 'gen'}",
        "DATABASE_URL": database.url,
        "IDENTITY_PUBLIC_KEY": keys.public,
        "PAGE_TOKEN_KEY": "a key of this drill",
        "ENVIRONMENT": "test",
        "SMTP_URL": sink.url,
        "LOG_FORMAT": "console",
    }
    command = [sys.executable, "-m", "services.notify", "worker"]
    with log.open("w") as out, subprocess.Popen(command, env=environment, stderr=out) as worker:
        try:
            yield worker
        finally:
            worker.kill()


def states(database: Database) -> list[str]:
    with database.reading() as tx:
        return list(tx.execute(text("SELECT state FROM messages")).scalars())


def settled(database: Database) -> bool:
    """Lets what waits fall due; True when every message has come to an end."""
    waiting = "SELECT id FROM timers WHERE name LIKE 'message.%' FOR UPDATE SKIP LOCKED"
    with database.transaction() as tx:
        tx.execute(text(f"UPDATE timers SET due_time = now() WHERE id IN ({waiting})"))  # noqa: S608
    return set(states(database)) <= ENDED


def test_whatever_breaks_every_message_ends_somewhere_and_none_arrives_twice(
    mails: messages_pb2_grpc.MessageServiceStub, marketer: Person, database: Database, keys: Keys,
    sink: Sink, tmp_path: Path,
) -> None:  # fmt: skip
    for number in range(MESSAGES):
        request = pb.SendMessageRequest(
            template_key="form_confirmation",
            email=f"ada{number}@example.com",
            values={"form_name": "Contact"},
        )
        mails.SendMessage(request, metadata=marketer.metadata())
    dead = threading.Event()
    sink.script = FATES * 2

    with (
        running(database, keys, sink, tmp_path / "first.log") as first,
        running(database, keys, sink, tmp_path / "second.log"),
    ):

        def kill() -> None:
            """In the middle of the fifth letter: it was read, the answer is not said yet."""
            if len(sink.letters) >= 4 and not dead.is_set():
                dead.set()
                first.send_signal(signal.SIGKILL)
                first.wait()

        sink.before_answer = kill
        eventually(dead.is_set, within=60, what="the kill")
        eventually(lambda: settled(database), within=60, what="an end of every message")

    copies = Counter(letter["Message-ID"] for letter in sink.letters)
    ends = Counter(states(database))
    assert max(copies.values()) == 1, "a message arrived twice"
    assert sum(ends.values()) == MESSAGES
    assert set(ends) <= ENDED
    assert ends["FAILED"] <= 2, "only what was refused"
    assert len(copies) >= ends["SENT"], "what is called sent has arrived"
