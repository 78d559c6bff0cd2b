"""Server-sent events, read like a browser does: an event at a time, with the place to go on."""

import http.client
import json
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, field
from typing import Any

from tests.harness.waiting import eventually

#: Longer than a stream is ever silent.
SECONDS = 20.0

Answered = tuple[http.client.HTTPConnection, http.client.HTTPResponse]


def ask(port: int, **headers: str) -> http.client.HTTPResponse:
    """One request for the stream, whose answer is only looked at."""
    connection, response = request(port, headers)
    if response.status != 200:
        response.read()
    response.close()
    connection.close()
    return response


def opened(port: int, *, after: str = "", **headers: str) -> "Reading":
    """A stream that stands: the beginning, with the place to come back to, was read.

    Asks again while a server behind it comes back, as the answer (503) says one should.
    """
    sent = {"Last_Event_ID": after, **headers}
    connection, response = eventually(lambda: answered(port, sent), what="the stream stands")
    if response.status != 200:
        with closing(connection):
            raise AssertionError(response.read())
    reading = Reading(connection, response)
    assert "retry" in reading.event()
    return reading


def answered(port: int, headers: Mapping[str, str]) -> Answered | None:
    """The answer, unless it says to ask again."""
    connection, response = request(port, headers)
    if response.status != 503:
        return connection, response
    connection.close()
    return None


def request(port: int, headers: Mapping[str, str]) -> Answered:
    """Asks for the stream; a header's name with _ for -, an empty one is left out."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=SECONDS)
    named = {name.replace("_", "-"): value for name, value in headers.items() if value}
    connection.request("GET", "/v1/stream", headers=named)
    return connection, connection.getresponse()


@dataclass
class Reading:
    """One open stream."""

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
                facts.append(fact_of(got))
                if facts[-1]["id"] == id_:
                    return facts
        raise AssertionError(f"the stream ended after {facts}")

    def close(self) -> None:
        """Goes away."""
        self.response.close()
        self.connection.close()


def fact_of(event: dict[str, str]) -> dict[str, Any]:
    """What a message tells."""
    told: dict[str, Any] = json.loads(event["data"])
    return told
