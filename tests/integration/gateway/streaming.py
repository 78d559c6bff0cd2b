"""A process of live updates, those who read it, and what relays tell them."""

import http.client
import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

from chassis.live import Live, note
from deploy.local.child import clean_environment, free_port
from tests.harness.people import PAGE_TOKEN_KEY, Keys
from tests.harness.waiting import eventually

ROOT = Path(__file__).parents[3]
SECONDS = 15.0


@dataclass
class Reading:
    """One open stream, read like a browser does: an event at a time, with the place to go on."""

    connection: http.client.HTTPConnection
    response: http.client.HTTPResponse
    place: str = ""
    seen: list[dict[str, Any]] = field(default_factory=list)

    def event(self) -> dict[str, str]:
        """The next event or comment; {} at the end of the stream."""
        fields: dict[str, str] = {}
        while line := self.response.fp.readline().decode():
            if line == "\n":
                return fields
            name, _, value = line.rstrip("\n").partition(":")
            fields[name or "comment"] = value.strip()
            if name == "id":
                self.place = value.strip()
        return {}

    def until(self, id_: str = "", *, event: str = "") -> list[dict[str, Any]]:
        """The facts up to the one with this id, or up to this kind of event."""
        facts: list[dict[str, Any]] = []
        while got := self.event():
            if event and got.get("event") == event:
                return facts
            if "data" in got and "event" not in got:
                facts.append(json.loads(got["data"]))
                if facts[-1]["id"] == id_:
                    return facts
        raise AssertionError(f"the stream ended after {facts}")

    def close(self) -> None:
        self.response.close()
        self.connection.close()


@dataclass
class Streams:
    """A running `python -m gateway stream`."""

    port: int
    process: "subprocess.Popen[bytes]"

    def ask(self, **headers: str) -> http.client.HTTPResponse:
        """One request for the stream."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=SECONDS)
        named = {name.replace("_", "-"): value for name, value in headers.items() if value}
        connection.request("GET", "/v1/stream", headers=named)
        return connection.getresponse()

    def open(self, *, after: str = "", **headers: str) -> Reading:
        """A stream that stands: its first event, the place to come back to, was read."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=SECONDS)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(
            "GET", "/v1/stream", headers=named | ({"Last-Event-ID": after} if after else {})
        )
        response = connection.getresponse()
        assert response.status == 200, response.read()
        reading = Reading(connection, response)
        assert "retry" in reading.event()
        return reading

    def end(self) -> int:
        """SIGTERM; the exit code."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(timeout=SECONDS)


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
