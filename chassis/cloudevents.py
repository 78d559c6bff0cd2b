"""The envelope of a fact on the broker: CloudEvents 1.0, structured JSON."""

import json
import re
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

CONTENT_TYPE = "application/cloudevents+json"
LONGEST = 250
NAME = re.compile(r"[a-z0-9]+")


class Unreadable(Exception):
    """A message nobody can make sense of, however often it comes. reason: in UPPER_SNAKE."""

    def __init__(self, reason: str, why: str) -> None:
        super().__init__(why)
        self.reason = reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One fact, told. source and id together name it for ever.

    sequence: its place in the outbox of its source; actor: who did it; cause: id of the event it
    follows from; depth: how many events of our own led to it; owner and team: of its subject;
    bulk: it is of a job over many records, and what follows from it is, too.
    """

    id: str
    source: str
    type: str
    subject: str = ""
    time: datetime | None = None
    traceparent: str = ""
    request_id: str = ""
    sequence: int = 0
    actor: str = ""
    cause: str = ""
    depth: int = 0
    owner: str = ""
    team: str = ""
    bulk: bool = False
    data: dict[str, Any] = field(default_factory=dict)


def routing_key(kind: str, *, bulk: bool) -> str:
    """What the exchange chooses queues by: facts of jobs over many records have their own."""
    return f"bulk.{kind}" if bulk else kind


def encode(event: Event) -> bytes:
    """The event as it travels; attributes without a value are left out."""
    attributes: dict[str, Any] = {
        "specversion": "1.0",
        "id": event.id,
        "source": event.source,
        "type": event.type,
        "subject": event.subject,
        "time": event.time.isoformat().replace("+00:00", "Z") if event.time else "",
        "datacontenttype": "application/json",
        "traceparent": event.traceparent,
        "requestid": event.request_id,
        "sequence": f"{event.sequence:020}",
        "actor": event.actor,
        "cause": event.cause,
        "owner": event.owner,
        "team": event.team,
        "bulk": event.bulk,
    }
    told = {name: value for name, value in attributes.items() if value}
    told |= {"depth": event.depth, "data": event.data}
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()


def parse(body: bytes) -> Event:
    """The event a message carries; attributes we do not know are skipped.

    Raises Unreadable: UNDECODABLE when it is no CloudEvent, UNKNOWN_SCHEMA when it is one of
    another version or does not carry a JSON object.
    """
    envelope = _envelope(body)
    try:
        return Event(
            id=_text(envelope, "id", required=True),
            source=_text(envelope, "source", required=True),
            type=_text(envelope, "type", required=True),
            subject=_text(envelope, "subject"),
            time=_time(envelope),
            traceparent=_text(envelope, "traceparent"),
            request_id=_text(envelope, "requestid"),
            sequence=_number(envelope, "sequence"),
            actor=_text(envelope, "actor"),
            cause=_text(envelope, "cause"),
            depth=_number(envelope, "depth"),
            owner=_text(envelope, "owner"),
            team=_text(envelope, "team"),
            bulk=envelope.get("bulk") is True,
            data=_data(envelope),
        )
    except ValueError as error:
        raise Unreadable("UNDECODABLE", str(error)) from error


def _envelope(body: bytes) -> dict[str, Any]:
    try:
        envelope = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise Unreadable("UNDECODABLE", f"not JSON: {error}") from error
    if not isinstance(envelope, dict) or not envelope.get("specversion"):
        raise Unreadable("UNDECODABLE", "not a CloudEvent")
    if envelope["specversion"] != "1.0":
        raise Unreadable("UNKNOWN_SCHEMA", f"CloudEvents {envelope['specversion']}")
    if odd := [name for name in envelope if not NAME.fullmatch(name) and name != "data_base64"]:
        raise Unreadable("UNDECODABLE", f"no name of an attribute: {odd[0]!r}")
    return envelope


def _text(envelope: dict[str, Any], name: str, *, required: bool = False) -> str:
    value = envelope.get(name, "")
    if not isinstance(value, str) or (required and not value):
        raise ValueError(f"{name} must be text{' and not empty' if required else ''}")
    if len(value) > LONGEST or "\0" in value:
        raise ValueError(f"{name} is too long or not clean")
    value.encode()  # half a surrogate pair is a ValueError
    return value


def _number(envelope: dict[str, Any], name: str) -> int:
    try:
        return int(envelope.get(name, 0))
    except (TypeError, ValueError, OverflowError):
        raise ValueError(f"{name} must be a whole number") from None


def _time(envelope: dict[str, Any]) -> datetime | None:
    text = _text(envelope, "time")
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise ValueError("time must be as in RFC 3339") from None
    if moment.tzinfo is None:
        raise ValueError("time must have an offset")
    return moment


def _data(envelope: dict[str, Any]) -> dict[str, Any]:
    if "data" in envelope and "data_base64" in envelope:
        raise ValueError("data and data_base64 exclude each other")
    data = envelope.get("data", {})
    if "data_base64" in envelope or not isinstance(data, dict):
        raise Unreadable("UNKNOWN_SCHEMA", "its data is not a JSON object")
    return data
