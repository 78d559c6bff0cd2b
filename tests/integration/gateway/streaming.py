"""A process of live updates, those who read it, and what relays tell them."""

import http.client
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

from chassis.live import Live, note
from deploy.local.child import clean_environment, free_port
from tests.harness import streaming
from tests.harness.people import PAGE_TOKEN_KEY, Keys
from tests.harness.streaming import Reading
from tests.harness.waiting import eventually

ROOT = Path(__file__).parents[3]


@dataclass
class Streams:
    """A running `python -m gateway stream`."""

    port: int
    process: "subprocess.Popen[bytes]"

    def ask(self, **headers: str) -> http.client.HTTPResponse:
        """One request for the stream."""
        return streaming.ask(self.port, **headers)

    def open(self, *, after: str = "", **headers: str) -> Reading:
        """A stream that stands."""
        return streaming.opened(self.port, after=after, **headers)

    def end(self) -> int:
        """SIGTERM; the exit code."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(timeout=15)


@contextmanager
def running_streams(database: str, redis: str, keys: Keys) -> Iterator[Streams]:
    """Starts the process and waits until it answers."""
    port = free_port()
    settings = {
        "PYTHONPATH": f"{ROOT}:{ROOT / 'gen'}",
        "ENVIRONMENT": "test",
        "DATABASE_URL": database,
        "REDIS_URL": redis,
        "LISTEN": f"127.0.0.1:{port}",
        "PUBLIC_URL": "http://localhost",
        "IDENTITY_PUBLIC_KEY": keys.public,
        "PAGE_TOKEN_KEY": PAGE_TOKEN_KEY,
        "LOG_LEVEL": "WARNING",
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "gateway", "stream"], cwd=ROOT, env=clean_environment(settings)
    )
    streams = Streams(port, process)
    try:
        eventually(lambda: _answers(streams), within=60, what="the stream's process answers")
        yield streams
    finally:
        process.kill()
        process.wait()


def _answers(streams: Streams) -> bool:
    assert streams.process.poll() is None, "it ended"
    try:
        return streams.ask().status == 401
    except ConnectionError:
        return False


class Told:
    """What the relay of a service tells, without one."""

    def __init__(self, redis: str) -> None:
        self._live = Live(redis, service="leads")

    def tell(
        self,
        permission: str = "contacts.read",
        *,
        owner: str | None = None,
        team: str | None = None,
        heard_by: str = "RECORDS",
    ) -> str:
        """A fact about a new record; its id."""
        row = {
            "id": str(uuid4()),
            "type": "crm.leads.v1.ContactUpdated",
            "subject": f"contacts/{uuid4()}",
            "time": datetime.now(UTC),
            "owner_id": owner,
            "team_id": team,
            "permission": permission,
            "heard_by": heard_by,
        }
        self._live.tell([note(row, service="leads")])
        return str(row["id"])
