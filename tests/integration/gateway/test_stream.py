"""Live updates: who hears of what, and that nobody misses anything without being told."""

from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from deploy.local.servers import PostgreSQL, Redis
from gateway.catalogue import Catalogue
from tests.harness.people import Keys
from tests.harness.streaming import Reading
from tests.harness.waiting import eventually
from tests.integration.gateway.conftest import Client, Gateway, copied, opening
from tests.integration.gateway.people import STRONG, create, person, role_ids
from tests.integration.gateway.streaming import Streams, Told, running_streams

#: What each role reaches: permission -> reach, as the reviewed file of roles says.
REACHES = {
    "admin": {"contacts.read": "all", "tickets.read": "all", "audit.read": "all"},
    "manager": {"contacts.read": "team", "tickets.read": "all"},
    "marketer": {"contacts.read": "all"},
    "rep": {"contacts.read": "own", "tickets.read": "own"},
    "agent": {"contacts.read": "all", "tickets.read": "all"},
}


@pytest.fixture(scope="module")
def redis_url(redis: Redis) -> str:
    """A database of Redis for this module alone."""
    return redis.url().removesuffix("/0") + "/9"


@pytest.fixture(scope="module")
def gateway(
    postgresql: PostgreSQL, seeded: str, keys: Keys, suite: Catalogue, redis_url: str
) -> Iterator[Gateway]:
    """One gateway with Redis, shared by all tests here."""
    with copied(postgresql, seeded) as url, opening(url, keys, suite) as start:
        yield start(redis_url=redis_url)


@pytest.fixture(scope="module")
def streams(gateway: Gateway, redis_url: str, keys: Keys) -> Iterator[Streams]:
    """The process of its streams."""
    with running_streams(gateway.database.url, redis_url, keys) as running:
        yield running


@pytest.fixture(scope="module")
def told(redis_url: str) -> Told:
    return Told(redis_url)


def cookie(client: Client) -> str:
    """What the browser of a client sends."""
    session = client.http.get_cookie("session")
    assert session is not None
    return f"session={session.value}"


def opened(streams: Streams, client: Client, *, after: str = "") -> Reading:
    return streams.open(Cookie=cookie(client), after=after)


def test_a_fact_comes_as_a_message_that_names_the_record(
    gateway: Gateway, streams: Streams, told: Told
) -> None:
    reading = opened(streams, gateway.signed_in("admin"))
    (fact,) = reading.until(told.tell())
    assert fact["type"] == "crm.leads.v1.ContactUpdated"
    assert fact["subject"].startswith("contacts/")
    assert fact["service"] == "leads"
    headers = reading.response.headers
    assert headers["Content-Type"].startswith("text/event-stream")
    assert (headers["Cache-Control"], headers["X-Accel-Buffering"]) == ("no-store", "no")


def test_nobody_hears_of_what_they_could_not_read(
    gateway: Gateway, streams: Streams, told: Told
) -> None:
    admin = gateway.signed_in("admin")
    people = {role: person(admin, role) for role in REACHES}
    readings = {role: opened(streams, gateway.signed_in(role)) for role in REACHES}
    whose = {
        f"{role}'s": {"owner": people[role]["id"], "team": (people[role]["team_ids"] or [None])[0]}
        for role in REACHES
    } | {"nobody's": {}, "europe's": {"team": people["rep"]["team_ids"][0]}}
    names = {}
    for permission in ("contacts.read", "tickets.read", "audit.read"):
        for name, belongs in whose.items():
            names[told.tell(permission, **belongs)] = (permission, name)
    for name in whose:
        role = name.removesuffix("'s")
        if role in people:
            names[told.tell("any.read", owner=people[role]["id"], heard_by="PERSONAL")] = ("", name)
    names[last := told.tell("users.read", heard_by="GLOBAL")] = ("users.read", "")
    for role, reading in readings.items():
        heard = {names[fact["id"]] for fact in reading.until(last)}
        assert heard == {key for key in names.values() if reached(role, *key, people)}, role


def reached(role: str, permission: str, name: str, people: dict[str, dict[str, str]]) -> bool:
    """The rule in the words of the guide, not of the code."""
    owner = name.removesuffix("'s")
    if not permission:
        return owner == role
    if permission == "users.read":
        return True
    reach = REACHES[role].get(permission)
    if reach in (None, "all"):
        return reach == "all"
    mine = people[role]["team_ids"]
    teams = [people["rep"]["team_ids"][0]] if owner == "europe" else []
    teams = (people[owner]["team_ids"] or [])[:1] if owner in people else teams
    return owner == role or (reach == "team" and bool(set(teams) & set(mine)))


def test_who_comes_back_hears_what_was_told_meanwhile_and_nothing_twice(
    gateway: Gateway, streams: Streams, told: Told
) -> None:
    admin = gateway.signed_in("admin")
    first = opened(streams, admin)
    first.until(told.tell())
    first.close()
    missed = [told.tell() for _ in range(20)]
    again = opened(streams, admin, after=first.place)
    assert [fact["id"] for fact in again.until(missed[-1])] == missed


def test_who_comes_back_before_anything_was_told_misses_nothing_either(
    gateway: Gateway, streams: Streams, told: Told
) -> None:
    admin = gateway.signed_in("admin")
    first = opened(streams, admin)
    first.close()
    missed = told.tell()
    assert [fact["id"] for fact in opened(streams, admin, after=first.place).until(missed)]


def test_a_page_hears_all_that_was_told_since_its_session_was_asked_for(
    gateway: Gateway, streams: Streams, told: Told
) -> None:
    admin = gateway.signed_in("admin")
    place = admin.get("/v1/session").json["last_event_id"]
    missed = [told.tell() for _ in range(20)]
    heard = [fact["id"] for fact in opened(streams, admin, after=place).until(missed[-1])]
    assert heard[-20:] == missed


def test_a_place_that_nobody_knows_any_more_means_fetch_everything(
    gateway: Gateway, streams: Streams, told: Told
) -> None:
    admin = gateway.signed_in("admin")
    opened(streams, admin).until(told.tell())
    again = opened(streams, admin, after="1-1")
    assert again.until(event="resync") == []


def test_another_process_goes_on_where_the_first_one_ended(
    gateway: Gateway, streams: Streams, told: Told, redis_url: str, keys: Keys
) -> None:
    admin = gateway.signed_in("admin")
    with running_streams(gateway.database.url, redis_url, keys) as first:
        reading = opened(first, admin)
        reading.until(told.tell())
        assert first.end() == 0
        assert reading.event() == {}, "the stream was ended, not broken off"
    missed = [told.tell(), told.tell()]
    again = opened(streams, admin, after=reading.place)
    assert [fact["id"] for fact in again.until(missed[-1])] == missed


def test_nine_streams_of_one_person_all_hear(
    gateway: Gateway, streams: Streams, told: Told
) -> None:
    rep = gateway.signed_in("rep")
    me = rep.me["id"]
    with ExitStack() as stack:
        readings = [opened(streams, rep) for _ in range(9)]
        for reading in readings:
            stack.callback(reading.close)
        fact = told.tell(owner=me)
        assert [len(reading.until(fact)) for reading in readings] == [1] * 9


def test_one_person_holds_24_streams_at_most(gateway: Gateway, streams: Streams) -> None:
    rep = gateway.signed_in("rep")
    readings = [opened(streams, rep) for _ in range(24)]
    refused = streams.ask(Cookie=cookie(rep))
    assert (refused.status, refused.headers["Retry-After"]) == (429, "30")
    readings[0].close()
    opened(streams, gateway.signed_in("agent"))


def test_a_stranger_is_asked_to_sign_in_and_a_wrong_key_refused(streams: Streams) -> None:
    assert streams.ask().status == 401
    refused = streams.ask(Authorization="Bearer trl_nothing")
    assert refused.status == 401
    assert refused.headers["Content-Type"] == "application/problem+json"


def test_who_is_signed_out_hears_nothing_more(
    gateway: Gateway, streams: Streams, told: Told
) -> None:
    rep = gateway.signed_in("rep")
    me = rep.me["id"]
    reading = opened(streams, rep)
    reading.until(told.tell(owner=me))
    assert rep.delete("/v1/session").status_code == 204

    def over() -> bool:
        """Within a second of the sign-out a fact may still come."""
        told.tell(owner=me)
        return not reading.event()

    eventually(over, what="the stream ends")


def test_a_change_of_roles_holds_for_streams_that_stand(
    gateway: Gateway, streams: Streams, told: Told
) -> None:
    admin, client = gateway.signed_in("admin"), gateway.client()
    made = create(admin, email="mover@trellis.example", role_ids=[role_ids(admin)["agent"]])
    client.sign_in(made["email"], STRONG)
    reading = opened(streams, client)

    def heard() -> int:
        told.tell()
        return len(reading.until(told.tell(owner=made["id"], heard_by="PERSONAL")))

    assert heard() == 2
    admin.patch(f"/v1/users/{made['id']}", {"role_ids": [role_ids(admin)["rep"]]})
    eventually(lambda: heard() == 1, what="only the personal fact is heard")


def test_a_key_hears_what_it_was_made_for(gateway: Gateway, streams: Streams, told: Told) -> None:
    rep = gateway.signed_in("rep")
    me = rep.me["id"]
    key = rep.post("/v1/api_keys", {"name": "Board", "scopes": ["contacts.read"]}).json["key"]
    reading = streams.open(Authorization=f"Bearer {key}")
    told.tell("tickets.read", owner=me)
    told.tell("notifications.read", owner=me, heard_by="PERSONAL")
    last = told.tell("contacts.read", owner=me)
    assert [fact["id"] for fact in reading.until(last)] == [last]
