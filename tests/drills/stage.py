"""The stage of a drill: tally's processes, a client with a ledger, and a checker in plain SQL."""

import os
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pika
import psycopg
from psycopg.rows import TupleRow
from sqlalchemy.exc import SQLAlchemyError

from chassis import worker_queues
from chassis.clock import Clock
from chassis.context import system_call, use
from chassis.ids import uuid7
from chassis.reactions import collect
from deploy.local.child import Child
from tests.drills.tally.composition import Tally, Thing
from tests.drills.tally.facts import fact
from tests.harness.databases import patient
from tests.harness.waiting import eventually

ROOT = Path(__file__).resolve().parents[2]
FULL = os.environ.get("DRILL") == "full"
#: Facts in a drill, and faults while they are told.
FACTS, FAULTS = (10_000, 8) if FULL else (300, 3)
#: Seconds until everything must be settled after the last fault.
SETTLED = 300.0 if FULL else 180.0
QUEUE = "evt-tally-drill.tally.v1.Counted--tally.Tally.count"
BULK_QUEUE = "bulk--tally"


class Role(Child):
    """One process of tally. guard: what is taken away (see tests.drills.tally.teeth)."""

    def __init__(self, role: str, folder: Path, environment: Mapping[str, str], guard: str) -> None:
        super().__init__(f"tally.{role}", folder, folder / f"{role}.log")
        self._role = role
        self._environment = {**environment, "TEETH": guard}

    def command(self) -> Sequence[str]:
        return [sys.executable, "-m", "tests.drills.tally", self._role]

    def environment(self) -> Mapping[str, str]:
        return self._environment


@dataclass(slots=True)
class Ledger:
    """What the client knows. told: numbers whose transaction was acknowledged; unsure: neither
    acknowledged nor refused."""

    told: set[int] = field(default_factory=set)
    unsure: set[int] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Report:
    """What the checker found."""

    lost: list[int]
    double: list[int]
    phantom: list[int]
    unpublished: int
    unfinished: int


CLEAN = Report(lost=[], double=[], phantom=[], unpublished=0, unfinished=0)


class Stage:
    """tally on a database and a broker, with as many processes as a drill wants."""

    def __init__(self, folder: Path, *, database: str, broker: str, redis: str = "") -> None:
        self.url = database
        self.ledger = Ledger()
        self._folder = folder
        self._environment = {
            "PYTHONPATH": f"{ROOT}:{ROOT / 'gen'}",
            "DATABASE_URL": database,
            "AMQP_URL": broker,
            "REDIS_URL": redis,
            "ENVIRONMENT": "test",
            "IDENTITY_PUBLIC_KEY": "unused",
            "PAGE_TOKEN_KEY": "unused",
            "LOG_FORMAT": "console",
        }
        self._database = patient(database, "tally", Clock(), pool_size=2)
        self._roles: list[Role] = []

    def role(self, role: str, *, guard: str = "") -> Role:
        """A started process; stopped with the stage."""
        process = Role(role, self._folder / f"{role}-{len(self._roles)}", self._environment, guard)
        process.launch()
        self._roles.append(process)
        return process

    def migrate(self) -> None:
        """Tables and queues."""
        Role("migrate", self._folder / "migrate", self._environment, "").output()

    def close(self) -> None:
        """Stops everything."""
        for role in self._roles:
            role.ask_to_stop()
        for role in self._roles:
            role.end(10.0)
        self._database.close()

    def tell(self, numbers: Iterable[int], *, bulk: bool = False, **values: Any) -> None:
        """Tells facts in one transaction and writes the ledger; bulk: as a job over many does."""
        numbers = set(numbers)
        self.ledger.unsure |= numbers
        with use(system_call("drill", bulk=bulk)), self._database.transaction() as tx:
            for number in sorted(numbers):
                tx.publish(fact(number, **values), subject=Thing(uuid7()))
        self.ledger.unsure -= numbers
        self.ledger.told |= numbers

    def telling(self, total: int = FACTS, **values: Any) -> "Telling":
        """Tells `total` facts in small transactions, in the background."""
        return Telling(self, total, values)

    def smuggle(self, body: bytes) -> None:
        """A message past all rules of ours."""
        with self._channel() as channel:
            channel.basic_publish("tally.events", "drill.tally.v1.Counted", body)

    def return_to_queue(self, times: int, queue: str = QUEUE) -> None:
        """Takes the one message that waits and gives it back, as a crashing worker does."""
        with self._channel() as channel:
            for _ in range(times):
                method = eventually(lambda: channel.basic_get(queue)[0])
                channel.basic_nack(method.delivery_tag, requeue=True)

    @contextmanager
    def _channel(self) -> Iterator[Any]:
        parameters = pika.URLParameters(self._environment["AMQP_URL"])
        with pika.BlockingConnection(parameters) as connection:
            yield connection.channel()

    def report(self) -> Report:
        """Asks the database, not the application."""
        heard = Counter(number for (number,) in self.ask("SELECT number FROM effects"))
        known = self.ledger.told | self.ledger.unsure
        counts = "SELECT count(*) FROM"
        return Report(
            lost=sorted(self.ledger.told - set(heard)),
            double=sorted(number for number, times in heard.items() if times > 1),
            phantom=sorted(set(heard) - known),
            unpublished=self.one(f"{counts} outbox WHERE publish_time IS NULL"),
            unfinished=self.one(f"{counts} inbox WHERE state <> 'DONE'"),
        )

    def settle(self, *, within: float = SETTLED) -> Report:
        """The report once it is clean, or the last one when it does not get clean in time."""
        deadline = time.monotonic() + within
        while (report := self.report()) != CLEAN and time.monotonic() < deadline:
            time.sleep(0.1)
        return report

    def heard(self) -> int:
        """How many effects there are."""
        return self.one("SELECT count(*) FROM effects")

    def ticks(self, role: Role) -> bool:
        """Whether a process has a heartbeat."""
        return self.one(f"SELECT count(*) FROM process_heartbeats WHERE pid = {role.pid}") > 0

    def reached(self) -> int:
        """How many events reached the inbox, handled or not."""
        return self.one("SELECT count(*) FROM inbox")

    def await_heard(self, number: int) -> None:
        """Waits for so many effects: the middle of a drill."""
        eventually(lambda: self.heard() >= number, within=SETTLED, what=f"{number} facts heard")

    def one(self, statement: str) -> int:
        return int(self.ask(statement)[0][0])

    def ask(self, statement: str) -> list[TupleRow]:
        """The rows of a statement, on a connection of its own."""
        with psycopg.connect(self.url, autocommit=True, connect_timeout=5) as connection:
            cursor = connection.execute(statement.encode())
            return cursor.fetchall() if cursor.description else []

    def logs(self) -> str:
        """What the processes wrote, for a failing drill."""
        return "\n".join(role.log.read_text(errors="replace")[-2000:] for role in self._roles)


class Telling:
    """A client that tells facts in the background, about as fast as they are heard.

    So a fault that comes after so many effects always meets facts under way.
    """

    SIZE = 5
    AHEAD = max(60, FACTS // 10)
    #: Seconds it waits for the others before it goes on: a fault is no reason to stop telling.
    PATIENCE = 1.0

    def __init__(self, stage: Stage, total: int, values: dict[str, Any]) -> None:
        self._stage = stage
        self._groups = [range(n, min(n + self.SIZE, total)) for n in range(0, total, self.SIZE)]
        self._values = values
        self._thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(self, *_: object) -> None:
        self._thread.join()

    def _run(self) -> None:
        for group in self._groups:
            with suppress(SQLAlchemyError):  # the ledger says: unsure
                self._stage.tell(group, **self._values)
            self._wait()

    def _wait(self) -> None:
        deadline = time.monotonic() + self.PATIENCE
        while time.monotonic() < deadline:
            with suppress(psycopg.Error):
                if len(self._stage.ledger.told) - self._stage.reached() < self.AHEAD:
                    return
            time.sleep(0.02)


def forget_queues(url: str) -> None:
    """Deletes what an earlier drill left on the broker."""
    reactions = collect([Tally()]).values()
    with pika.BlockingConnection(pika.URLParameters(url)) as connection:
        channel = connection.channel()
        for queue in worker_queues.queues("tally", reactions):
            channel.queue_delete(queue.name)
