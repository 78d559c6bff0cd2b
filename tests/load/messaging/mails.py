"""Mails a second: prepared messages, one worker process, a mail server that takes everything."""

import json
import os
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from chassis.clock import Clock
from chassis.context import system_call, use
from chassis.database import Database
from deploy.local.child import Child, answers, free_port, wait_until
from deploy.local.processes import ROOT
from deploy.local.servers import PostgreSQL
from services.notify.links import Links
from services.notify.messages.accepting import Order, accept
from tests.harness.people import make_keys

KEY = "a key of this measurement"
WITHIN = 300.0


class Program(Child):
    """A Python module with an environment."""

    def __init__(self, folder: Path, *arguments: str, **environment: str) -> None:
        super().__init__(folder.name, folder)
        self._arguments = arguments
        self._environment = environment

    def command(self) -> Sequence[str]:
        return [sys.executable, "-m", *self._arguments]

    def environment(self) -> Mapping[str, str]:
        return {"PYTHONPATH": f"{ROOT}:{ROOT / 'gen'}", **self._environment}


def measure(folder: Path, postgresql: PostgreSQL, count: int) -> dict[str, Any]:
    """Sends so many; mails a second between the first and the last that arrived."""
    url, port, found = postgresql.database("notify"), free_port(), folder / "sink.json"
    environment = {
        "DATABASE_URL": url,
        "IDENTITY_PUBLIC_KEY": make_keys().public,
        "PAGE_TOKEN_KEY": KEY,
        "ENVIRONMENT": "test",
        "SMTP_URL": f"smtp://127.0.0.1:{port}",
        "LOG_LEVEL": "WARNING",
    }
    Program(folder / "migrate", "services.notify", "migrate", **environment).output()
    prepare(url, count)
    sink = Program(folder / "sink", "tests.load.messaging.sink", str(port), str(found))
    worker = Program(folder / "worker", "services.notify", "worker", **environment)
    sink.launch()
    try:
        wait_until(lambda: answers(port), 30, "the sink answers")
        worker.launch()
        arrived = _await(found, count)
        busy = _cpu_seconds(worker.pid)
    finally:
        worker.stop()
        sink.stop()
    seconds = arrived["last"] - arrived["first"]
    return {
        "mails": arrived["count"],
        "seconds": round(seconds, 2),
        "per_second": round(arrived["count"] / seconds),
        "worker_ms_each": round(1000 * busy / count, 2),
    }


def prepare(url: str, count: int) -> None:
    """So many messages wait to be sent."""
    database = Database(url, service="notify", clock=Clock(), pool_size=2)
    links = Links(KEY, "https://crm.example")
    for begin in range(0, count, 250):
        with use(system_call("bench")), database.transaction() as tx:
            for number in range(begin, min(begin + 250, count)):
                order = Order(
                    "form_confirmation",
                    email=f"ada{number}@example.com",
                    values={"form_name": "Contact"},
                )
                accept(tx, order, links)
    database.close()


def _cpu_seconds(pid: int) -> float:
    """What a process and its threads have computed, in user and kernel mode."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _await(path: Path, count: int) -> dict[str, Any]:
    deadline, told = time.monotonic() + WITHIN, {"count": 0}
    while told["count"] < count and time.monotonic() < deadline:
        time.sleep(0.25)
        with suppress(FileNotFoundError, json.JSONDecodeError):  # it is being written
            told = json.loads(path.read_text())
    return told
