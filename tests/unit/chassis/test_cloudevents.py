"""The envelope: what we send is a CloudEvent, what is none is told apart from what we miss."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from chassis import cloudevents
from chassis.cloudevents import Event, Unreadable
from tests import vectors

VECTORS = vectors.load("cloudevents.json")
EVENT = Event(
    id="01937b5e-7c00-7000-8000-000000000001",
    source="/services/leads",
    type="crm.leads.v1.ContactCreated",
    subject="contacts/7",
    time=datetime(2026, 6, 1, 9, tzinfo=UTC),
    traceparent="00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
    request_id="r-1",
    sequence=42,
    actor="user:1",
    cause="an earlier one",
    depth=2,
    owner="o",
    team="t",
    bulk=True,
    data={"contact_id": "7"},
)


def test_what_is_sent_comes_back() -> None:
    assert cloudevents.parse(cloudevents.encode(EVENT)) == EVENT


def test_an_event_without_optional_attributes_does_not_mention_them() -> None:
    told = json.loads(cloudevents.encode(Event(id="1", source="/s", type="t")))
    assert "cause" not in told
    assert "bulk" not in told
    assert "time" not in told


def test_attribute_names_keep_to_the_standard() -> None:
    told = json.loads(cloudevents.encode(EVENT))
    assert all(name.isalnum() and name == name.lower() and len(name) <= 20 for name in told)
    assert all(told[name] for name in VECTORS.get("required", ()))


@pytest.mark.parametrize("event", VECTORS.get("valid", []))
def test_every_valid_event_is_read_or_refused_for_its_content_alone(event: dict[str, Any]) -> None:
    body = json.dumps(event).encode()
    if "data_base64" in event:
        with pytest.raises(Unreadable) as caught:
            cloudevents.parse(body)
        assert caught.value.reason == "UNKNOWN_SCHEMA"
    else:
        assert cloudevents.parse(body).id == event["id"]


@pytest.mark.parametrize("case", VECTORS.get("invalid", []), ids=lambda case: case["why"])
def test_every_invalid_event_is_undecodable(case: dict[str, Any]) -> None:
    with pytest.raises(Unreadable) as caught:
        cloudevents.parse(json.dumps(case["event"]).encode())
    assert caught.value.reason == "UNDECODABLE"


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"specversion": "2.0"}, "UNKNOWN_SCHEMA"),
        ({"data": [1]}, "UNKNOWN_SCHEMA"),
        ({"id": "a\0b"}, "UNDECODABLE"),
        ({"id": "\ud800"}, "UNDECODABLE"),
        ({"id": "x" * 300}, "UNDECODABLE"),
        ({"depth": "deep"}, "UNDECODABLE"),
        ({"depth": 1e400}, "UNDECODABLE"),
        ({"time": "2026-06-01T09:00:00"}, "UNDECODABLE"),
        ({"cause": 7}, "UNDECODABLE"),
    ],
)
def test_hostile_envelopes_have_a_reason(changes: dict[str, Any], reason: str) -> None:
    told = json.loads(cloudevents.encode(EVENT)) | changes
    with pytest.raises(Unreadable) as caught:
        cloudevents.parse(json.dumps(told).encode())
    assert caught.value.reason == reason


@pytest.mark.parametrize("body", [b"", b"{", b"\x80\x04K\x01.", b"[]", b"null", b"[" * 100_000])
def test_what_is_no_json_object_is_undecodable(body: bytes) -> None:
    with pytest.raises(Unreadable) as caught:
        cloudevents.parse(body)
    assert caught.value.reason == "UNDECODABLE"
