"""D24: a mail server that breaks and workers that die. No letter arrives twice, every message ends.

DRILL=full sends 1,000 messages and kills 60 times; the run of every day 16 and once.
"""

import os
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import text

from chassis.clock import Clock
from chassis.context import Call, system_call, use
from chassis.database import Database
from chassis.due_timers import DueTimers
from chassis.reactions import collect_timers
from chassis.transaction import Transaction
from services.notify.links import Links
from services.notify.messages.accepting import Order, accept
from services.notify.messages.letters import Letter, Letterhead
from services.notify.messages.mailer import Mailer, Result
from services.notify.messages.model import Message
from services.notify.messages.sending import SendingReactions
from tests.drills.stage import FULL
from tests.harness.databases import Templates, opened
from tests.harness.people import Keys
from tests.harness.waiting import eventually
from tests.integration.notify.sink import Sink

pytestmark = pytest.mark.timeout(900)

ROOT = Path(__file__).resolve().parents[2]
MESSAGES, KILLS = (1_000, 60) if FULL else (16, 1)
FATES = ["take", "put_off", "drop_before", "drop_greeting", "drop_after", "refuse"]
ENDED = {"SENT", "FAILED", "UNKNOWN"}


@pytest.fixture
def database(templates: Templates, clock: Clock) -> Iterator[Database]:
    with opened(templates, "services.notify", clock) as database:
        yield database


@pytest.fixture
def sink() -> Iterator[Sink]:
    with Sink() as sink:
        yield sink


def accepted(database: Database, count: int) -> None:
    """So many messages wait to be sent."""
    links = Links("a key of this drill", "https://crm.example")
    with use(system_call("drill")), database.transaction() as tx:
        for number in range(count):
            values = {"form_name": "Contact"}
            email = f"ada{number}@example.com"
            accept(tx, Order("form_confirmation", email=email, values=values), links)


def states(database: Database) -> list[str]:
    with database.reading() as tx:
        return list(tx.execute(text("SELECT state FROM messages")).scalars())


def settled(database: Database) -> bool:
    """Lets what waits fall due; True when every message has come to an end."""
    waiting = "SELECT id FROM timers WHERE name LIKE 'message.%' FOR UPDATE SKIP LOCKED"
    with database.transaction() as tx:
        tx.execute(text(f"UPDATE timers SET due_time = now() WHERE id IN ({waiting})"))  # noqa: S608
    return set(states(database)) <= ENDED


class Hurry:
    """Each death strands a batch until its lease ends: now and then what waits falls due at once,
    also what a living worker still has in hand. Never true: it only stands in a condition."""

    EVERY = 5.0

    def __init__(self, database: Database) -> None:
        self._database = database
        self._next = time.monotonic() + self.EVERY

    def __call__(self) -> bool:
        if time.monotonic() > self._next:
            settled(self._database)
            self._next = time.monotonic() + self.EVERY
        return False


class Workers:
    """Worker processes without a broker: timers run all the same."""

    def __init__(self, database: Database, keys: Keys, sink: Sink, folder: Path) -> None:
        self._environment = {
            **os.environ,
            "PYTHONPATH": f"{ROOT}:{ROOT / 'gen'}",
            "DATABASE_URL": database.url,
            "IDENTITY_PUBLIC_KEY": keys.public,
            "PAGE_TOKEN_KEY": "a key of this drill",
            "ENVIRONMENT": "test",
            "SMTP_URL": sink.url,
            "LOG_FORMAT": "console",
        }
        self._log = (folder / "workers.log").open("w")
        self._running: list[subprocess.Popen[bytes]] = []
        self._changing = threading.Lock()

    def start(self) -> None:
        command = [sys.executable, "-m", "services.notify", "worker"]
        self._running.append(subprocess.Popen(command, env=self._environment, stderr=self._log))

    def kill_first(self) -> None:
        """kill -9 of the one that runs longest; another takes its place."""
        with self._changing:
            first = self._running.pop(0)
            first.send_signal(signal.SIGKILL)
            first.wait()
            self.start()

    def close(self) -> None:
        for worker in self._running:
            worker.kill()
            worker.wait()
        self._log.close()


@contextmanager
def two_workers(database: Database, keys: Keys, sink: Sink, folder: Path) -> Iterator[Workers]:
    workers = Workers(database, keys, sink, folder)
    try:
        workers.start()
        workers.start()
        yield workers
    finally:
        workers.close()


def test_whatever_breaks_every_message_ends_somewhere_and_none_arrives_twice(
    database: Database, keys: Keys, sink: Sink, tmp_path: Path
) -> None:
    accepted(database, MESSAGES)
    sink.script = FATES * (MESSAGES // 8)
    killed: list[int] = []
    due = [(n + 1) * MESSAGES // (KILLS * 3 + 1) for n in range(KILLS)]

    with two_workers(database, keys, sink, tmp_path) as workers:

        def kill() -> None:
            """In the middle of a letter: it was read, the answer is not said yet."""
            if len(killed) < KILLS and len(sink.letters) >= due[len(killed)]:
                killed.append(len(sink.letters))
                workers.kill_first()

        sink.before_answer = kill
        hurry = Hurry(database)
        eventually(lambda: len(killed) == KILLS or hurry(), within=600, what="the kills")
        eventually(lambda: settled(database), within=300, what="an end of every message")

    copies = Counter(letter["Message-ID"] for letter in sink.letters)
    ends = Counter(states(database))
    assert max(copies.values()) == 1, "a message arrived twice"
    assert sum(ends.values()) == MESSAGES
    assert set(ends) <= ENDED
    assert ends["FAILED"] <= FATES.count("refuse") * (MESSAGES // 8), "only what was refused"
    assert len(copies) >= ends["SENT"], "what is called sent has arrived"


class Died(BaseException):
    """The process ended here."""


class Mortal:
    """A mailer whose process dies right after a letter was taken, as often as said."""

    def __init__(self, mailer: Mailer, deaths: int) -> None:
        self._mailer = mailer
        self.deaths = deaths

    @contextmanager
    def line(self) -> Iterator["Mortal"]:
        yield self

    def hand_over(self, letter: Letter) -> Result:
        with self._mailer.line() as line:
            result = line.hand_over(letter)
        if self.deaths:
            self.deaths -= 1
            raise Died
        return result


class Careless(SendingReactions):
    """Sending without its guard: the claim is committed after the letter went, not before."""

    def _claimed(
        self,
        tx: Transaction,  # noqa: ARG002 -- same shape as the method it stands in for
        messages: Sequence[Message],
        calls: Mapping[UUID, Call],  # noqa: ARG002 -- the same
        mailer: Mailer,
    ) -> None:
        with mailer.line() as line:
            for message in messages:
                line.hand_over(self._letterhead.letter(message))


def copies_after(sending: type[SendingReactions], database: Database, sink: Sink) -> int:
    """How often one letter arrived when the process died twice right after handing it over."""
    accepted(database, 1)
    letterhead = Letterhead("Trellis <support@crm.example>", Links("k", "https://crm.example"))
    mailer = Mortal(Mailer(sink.url, hello="crm.example"), deaths=2)
    reactions = sending(database, letterhead, mailer)  # type: ignore[arg-type] # it hands over, too
    timers = DueTimers(database, collect_timers([reactions]))
    for _ in range(5):
        with suppress(Died):
            while timers.step(lambda: None):
                continue
        settled(database)
    return len(sink.letters)


def test_the_claim_before_the_letter_is_what_keeps_it_from_arriving_twice(
    database: Database, sink: Sink
) -> None:
    assert copies_after(SendingReactions, database, sink) == 1
    assert states(database) == ["UNKNOWN"]


def test_without_that_guard_the_letter_arrives_again_after_every_death(
    database: Database, sink: Sink
) -> None:
    assert copies_after(Careless, database, sink) > 1
