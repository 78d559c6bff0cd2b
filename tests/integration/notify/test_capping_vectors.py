"""The cap holds as the shared vectors say, also for two workers at once."""

import threading
from datetime import timedelta
from typing import Any

import pytest

from chassis.clock import Clock
from chassis.database import Database
from services.notify.messages import guard
from tests import vectors
from tests.harness.people import Keys
from tests.integration.notify.conftest import MakeContact, Worker
from tests.integration.notify.sink import Sink
from tests.integration.notify.test_guard import Desk, desk, noon, offer

__all__ = ["desk", "noon", "offer"]

WINDOWS = {"DAY": timedelta(days=1), "WEEK": timedelta(days=7), "MONTH": timedelta(days=30)}
CASES = vectors.load("frequency_capping.json").get("cases", [])


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_two_workers_at_once_send_what_the_vectors_allow(
    *, desk: Desk, contact: MakeContact, sink: Sink, database: Database, keys: Keys, clock: Clock,
    worker: Worker, monkeypatch: pytest.MonkeyPatch, case: dict[str, Any],
) -> None:  # fmt: skip
    assert (case["two_workers_at_once"], case["expected"]) == (True, "exactly one sent")
    monkeypatch.setattr(guard, "CAP", case["rule"]["number"])
    monkeypatch.setattr(guard, "WINDOW", WINDOWS[case["rule"]["per"]])
    person = contact(time_zone="Europe/Berlin")
    messages = [desk.send(person) for _ in range(2)]
    together = threading.Barrier(2)

    def run() -> None:
        mine = Worker(database, keys, clock, sink.url)
        together.wait()
        mine.step()

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    worker.work(timedelta(hours=1))  # a lost race for a lock is tried again

    fates = sorted(desk.fate(message) for message in messages)
    assert fates == [("HELD", "CAP_REACHED"), ("SENT", "")]
    assert len(sink.letters) == 1
