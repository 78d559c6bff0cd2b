"""What relays tell screens: in order, or a gap that is admitted; Redis never holds them up."""

import json
from typing import Any
from uuid import uuid4

import pytest
from redis import Redis as Client

from chassis import live
from chassis.live import FACT, GAP, STREAM, Live
from deploy.local.servers import Redis
from gateway.live import notes
from tests.harness.waiting import eventually


def stream(redis: Redis) -> list[tuple[str, str]]:
    """(kind, text) of what was told, oldest first."""
    with Client.from_url(redis.url(), decode_responses=True) as client:
        found: Any = client.xrange(STREAM)
        return [pair for _, fields in found for pair in fields.items()]


def test_notes_come_in_order(own_redis: Redis) -> None:
    Live(own_redis.url(), service="leads").tell(["1", "2"])
    assert stream(own_redis) == [(FACT, "1"), (FACT, "2")]


def test_what_could_not_be_told_is_admitted_when_redis_is_back(
    own_redis: Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live, "QUIET_SECONDS", 0.2)
    relay = Live(own_redis.url(), service="leads")
    relay.tell(["1"])
    own_redis.stop()
    relay.tell(["2"])
    own_redis.start()

    def mended() -> list[tuple[str, str]]:
        relay.mend()
        return stream(own_redis)

    assert eventually(mended, what="the gap is told") == [(GAP, "leads")]
    relay.tell(["3"])
    assert stream(own_redis)[-1] == (FACT, "3")


def test_a_note_names_the_record_and_its_readers_and_none_of_its_data() -> None:
    row = {name: uuid4() for name in ("id", "owner_id", "team_id")} | {
        "type": "crm.leads.v1.ContactCreated",
        "subject": "contacts/1",
        "time": None,
    }
    row |= {"permission": "contacts.read", "heard_by": "RECORDS", "data": {"email": "a@b.example"}}
    told = json.loads(live.note(row, service="leads"))
    assert told["subject"] == "contacts/1"
    assert "a@b.example" not in str(told)


def test_a_stream_shows_who_did_it_and_notes_that_do_not_say_so_are_shown_too() -> None:
    row: dict[str, object] = dict.fromkeys(("id", "owner_id", "team_id", "time", "type"))
    row |= {"subject": "tickets/1", "permission": "tickets.read", "heard_by": "RECORDS"}
    for actor in ({"actor": "user:7"}, {}):
        read = notes.read(live.note(row | actor, service="tickets").encode())
        assert read is not None
        assert json.loads(read.text)["actor"] == actor.get("actor", "")


def test_a_note_of_presence_names_who_is_at_the_record_and_what_they_do() -> None:
    row: dict[str, object] = dict.fromkeys(("id", "owner_id", "team_id", "time", "type"))
    row |= {"subject": "tickets/1", "permission": "tickets.read", "heard_by": "RECORDS"}
    presence = {"user_id": "7", "doing": "WRITING"}
    read = notes.read(live.note(row, service="tickets", presence=presence).encode())
    assert read is not None
    assert json.loads(read.text)["presence"] == presence


def test_without_redis_nothing_is_told_and_nothing_waits() -> None:
    Live("", service="leads").tell(["1"])
