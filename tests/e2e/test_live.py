"""What happens is told at once to who may know, once for all in the log, and found by searching."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import pytest

from tests.contract.protos import rpcs
from tests.e2e.test_capture import form_of, submit
from tests.e2e.test_mail import mails_to
from tests.e2e.world import Person, World
from tests.harness import streaming
from tests.harness.http import made
from tests.harness.streaming import Reading
from tests.harness.suite import Suite
from tests.harness.waiting import eventually

TRACE = "4bf92f3577b34da6a3ce929d0e0e4736"
TRACEPARENT = f"00-{TRACE}-00f067aa0ba902b7-01"


@pytest.fixture
def streams(suite: Suite) -> Iterator[dict[str, Reading]]:
    """Streams by whose they are, closed at the end."""
    with ExitStack() as stack:
        found: dict[str, Reading] = {}
        stack.callback(lambda: [reading.close() for reading in found.values()])
        yield found


def opened(suite: Suite, person: Person) -> Reading:
    port = urlsplit(suite.url).port
    assert port
    return streaming.opened(port, Authorization=f"Bearer {person.api_key}")


def events(world: World, filter_: str) -> list[dict[str, Any]]:
    """Everything in the log of all services that passes a filter."""
    found, after, more = list[dict[str, Any]](), "", True
    while more:
        answer = made(world.admin.get("/v1/events", filter=filter_, after=after))
        found += answer["events"]
        after, more = answer["next_after"], answer["more"]
    return found


def contact_of(world: World, person: Person) -> str:
    """A new contact of somebody's; its subject."""
    body = {"last_name": world.word, "owner_id": person.id, "team_id": person.team_id}
    return f"contacts/{made(world.admin.post('/v1/contacts', body))['id']}"


def test_each_hears_of_their_own_contact_and_of_nobody_elses(
    suite: Suite, world: World, streams: dict[str, Reading]
) -> None:
    for name in ("owner", "foreigner", "nobody"):
        streams[name] = opened(suite, world[name])
    subjects = {name: contact_of(world, world[name]) for name in ("owner", "foreigner")}
    for name, subject in subjects.items():
        heard: set[str] = set()
        while subject not in heard:
            fact = streams[name].event()
            if "data" in fact and "event" not in fact:
                heard.add(streaming.fact_of(fact)["subject"])
        assert not heard & (set(subjects.values()) - {subject})


def test_a_fact_is_in_the_log_once_and_shown_to_who_may_read_its_subject(world: World) -> None:
    subject = contact_of(world, world["owner"])
    wanted = f'subject = "{subject}" AND type = "crm.leads.v1.ContactCreated"'
    (event,) = eventually(lambda: events(world, wanted), what="the fact is published")
    assert (event["service"], event["actor"].partition(":")[0]) == ("leads", "key")
    reader = world.person({"events.read": "all", "contacts.read": "own"})
    shown = made(reader.client.get("/v1/events", filter=wanted))
    assert shown["events"] == []


def test_a_search_finds_what_several_services_have(world: World) -> None:
    word = f"zebra{uuid4().hex[:8]}"
    contact = made(world.admin.post("/v1/contacts", {"last_name": word}))
    company = made(world.admin.post("/v1/companies", {"name": f"{word} Ltd"}))
    deal = made(world.admin.post("/v1/deals", {"title": f"{word} deal"}))
    answer = made(world.admin.get("/v1/search", query=word))
    found = {(hit["kind"], hit["id"]) for hit in answer["hits"]}
    expected = {("contacts", contact["id"]), ("companies", company["id"]), ("deals", deal["id"])}
    assert found == expected
    assert answer["partial"] == []
    assert made(world["owner"].client.get("/v1/search", query=word))["hits"] == []


def test_what_is_silent_is_named_and_nothing_of_it_lost(suite: Suite, world: World) -> None:
    deal = made(world.admin.post("/v1/deals", {"title": "Quiet"}))
    wanted = f'subject = "deals/{deal["id"]}"'
    eventually(lambda: events(world, wanted), what="the fact is published")
    with suite.without("deals.server"):
        first = made(world.admin.get("/v1/events", filter=wanted))
        assert (first["events"], first["partial"]) == ([], ["deals"])
        assert made(world.admin.get("/v1/search", query="Quiet"))["partial"] == ["deals"]
    eventually(suite.ready, within=60, what="deals is back")
    again = made(world.admin.get("/v1/events", filter=wanted, after=first["next_after"]))
    assert [event["subject"] for event in again["events"]] == [f"deals/{deal['id']}"]


def test_one_trace_follows_a_form_to_the_mail(suite: Suite, world: World) -> None:
    form_id, email = form_of(world), f"{uuid4().hex}@example.com"
    with suite.stranger() as visitor:
        visitor.trace(TRACEPARENT)
        submit(visitor, form_id, {"email": email, "last_name": "Turing"})
    (mail,) = eventually(lambda: mails_to(suite, email), what="the confirmation")
    assert TRACE in dict(mail["headers"])["traceparent"]

    def traced() -> set[str]:
        told = events(world, "occur_time > now-1h")
        return {e["type"] for e in told if e["traceparent"][3:35] == TRACE}

    wanted = {"crm.leads.v1.FormSubmitted", "crm.leads.v1.ContactCreated"}
    wanted |= {"crm.notify.v1.MessageSent"}
    eventually(lambda: wanted <= traced(), what="the facts of the trace")
    for process in ("gateway.server", "notify.worker"):
        assert TRACE in log_of(suite, process), process


def log_of(suite: Suite, process: str) -> str:
    """What a process has said."""
    rows = suite.description["processes"]
    (path,) = (row["log"] for row in rows if row["name"] == process)
    return Path(path).read_text()


def test_every_fact_is_heard_with_a_permission_that_somebody_can_hold(suite: Suite) -> None:
    known = {rpc.permission for rpc in rpcs()}
    for service in suite.description["addresses"]["databases"]:
        with suite.database(service) as database:
            rows = database.execute(
                "SELECT DISTINCT type, permission FROM outbox WHERE heard_by <> 'PERSONAL'"
            ).fetchall()
        assert [row for row in rows if row["permission"] not in known] == [], service


def test_dead_letters_are_the_admins_to_see(world: World) -> None:
    answer = made(world.admin.get("/v1/dead_letters"))
    assert answer["partial"] == []
    assert world["leader"].client.get("/v1/dead_letters").status_code == 403
    missing = "/v1/dead_letters/{}/01937b5e-7c00-7000-8000-0000000000ff:replay"
    for service, reason in (("leads", "DEAD_LETTER"), ("gateway", "DEAD_LETTER"), ("x", "SERVICE")):
        refused = world.admin.post(missing.format(service))
        assert (refused.status_code, refused.json()["reason"]) == (404, f"{reason}_NOT_FOUND")
