"""The same request twice, at once, or about what belongs to somebody else."""

from typing import Any
from uuid import uuid4

import grpc
import pytest
import requests

from tests.e2e.covering import covers
from tests.e2e.world import World
from tests.harness.http import Client, made, problem
from tests.harness.parallel import gather
from tests.harness.suite import Suite


def body(**more: Any) -> dict[str, Any]:
    """A contact nobody else has."""
    return {"last_name": "Lee", "email": f"{uuid4().hex}@example.com", **more}


def rows(suite: Suite, email: str) -> int:
    """How many contacts have this address, by the database."""
    with suite.database("leads") as connection:
        query = "SELECT count(*) AS n FROM contacts WHERE email_key = %s"
        row = connection.execute(query, [email]).fetchone()
    return int(row["n"]) if row else 0


def told(suite: Suite, contact_id: str) -> int:
    """How many facts say that this contact was created."""
    with suite.database("leads") as connection:
        query = "SELECT count(*) AS n FROM outbox WHERE subject = %s AND type LIKE %s"
        found = connection.execute(query, [f"contacts/{contact_id}", "%ContactCreated"]).fetchone()
    return int(found["n"]) if found else 0


@covers("idempotency-001")
def test_a_repeated_request_is_answered_as_the_first_time(suite: Suite, world: World) -> None:
    rep, key, sent = world["owner"].client, uuid4().hex, body()
    first = rep.post("/v1/contacts", sent, idempotency_key=key)
    again = rep.post("/v1/contacts", sent, idempotency_key=key)
    assert (first.status_code, again.status_code) == (201, 201)
    assert again.content == first.content
    assert "Idempotent-Replayed" not in first.headers
    assert again.headers["Idempotent-Replayed"] == "true"
    assert rows(suite, sent["email"]) == told(suite, made(first)["id"]) == 1


@covers("idempotency-002")
def test_a_key_with_another_body_is_unprocessable(world: World) -> None:
    rep, key = world["owner"].client, uuid4().hex
    made(rep.post("/v1/contacts", body(), idempotency_key=key))
    answer = rep.post("/v1/contacts", body(), idempotency_key=key)
    problem(answer, 422, "IDEMPOTENCY_KEY_REUSED")


@covers("idempotency-004")
def test_a_key_used_elsewhere_is_unprocessable(world: World) -> None:
    rep, key = world["owner"].client, uuid4().hex
    made(rep.post("/v1/contacts", body(), idempotency_key=key))
    answer = rep.post("/v1/companies", {"name": "Lee"}, idempotency_key=key)
    problem(answer, 422, "IDEMPOTENCY_KEY_REUSED")


def test_fifty_requests_with_one_key_have_one_effect(suite: Suite, world: World) -> None:
    key, sent = uuid4().hex, body()

    def post() -> requests.Response:
        with Client(suite.url, api_key=world["owner"].api_key) as rep:
            return rep.post("/v1/contacts", sent, idempotency_key=key)

    answers = gather(50, post)
    taken = [answer for answer in answers if answer.status_code == 201]
    for answer in (answer for answer in answers if answer.status_code != 201):
        problem(answer, 409, "IDEMPOTENCY_KEY_IN_USE")
        assert int(answer.headers["Retry-After"]) >= 1
    assert len({answer.content for answer in taken}) == 1
    assert rows(suite, sent["email"]) == told(suite, made(taken[0])["id"]) == 1


@covers("concurrency-005")
def test_of_twenty_changes_with_one_etag_one_is_made(suite: Suite, world: World) -> None:
    rep = world["owner"]
    contact = made(rep.client.post("/v1/contacts", body()))
    path, etag = f"/v1/contacts/{contact['id']}", f'"{contact["etag"]}"'

    def patch() -> requests.Response:
        with Client(suite.url, api_key=rep.api_key) as client:
            return client.patch(path, {"city": uuid4().hex}, if_match=etag)

    answers = gather(20, patch)
    assert sorted(answer.status_code for answer in answers) == [200] + [412] * 19
    won = next(answer for answer in answers if answer.ok)
    assert made(rep.client.get(path)) == made(won)


@covers("authz-007")
def test_a_rep_lists_nothing_but_their_own(world: World) -> None:
    rep = world["owner"]
    made(rep.client.post("/v1/contacts", body()))
    owners = {item["owner_id"] for item in rep.client.pages("/v1/contacts", "contacts")}
    assert owners == {rep.id}


@covers("authz-022")
def test_who_gave_a_contact_away_has_lost_it(world: World) -> None:
    rep, mate, leader = world["owner"], world["mate"], world["leader"]
    contact = made(rep.client.post("/v1/contacts", body(team_id=rep.team_id)))
    path = f"/v1/contacts/{contact['id']}"
    made(leader.client.patch(path, {"owner_id": mate.id}))
    problem(rep.client.get(path), 404, "CONTACT_NOT_FOUND")
    cached = rep.client.call("GET", path, headers={"If-None-Match": f'"{contact["etag"]}"'})
    problem(cached, 404, "CONTACT_NOT_FOUND")
    assert made(mate.client.get(path))["owner_id"] == mate.id


@covers("authz-029")
def test_a_service_does_not_describe_itself_to_strangers(suite: Suite) -> None:
    with grpc.insecure_channel(leads_address(suite)) as channel:
        call = channel.stream_stream("/grpc.reflection.v1.ServerReflection/ServerReflectionInfo")
        with pytest.raises(grpc.RpcError) as refusal:
            list(call(iter([b""]), timeout=5))
    assert refusal.value.code() is grpc.StatusCode.UNIMPLEMENTED


@covers("authz-030")
def test_a_message_beyond_the_limit_never_arrives(suite: Suite) -> None:
    with grpc.insecure_channel(leads_address(suite)) as channel:
        call = channel.unary_unary("/crm.leads.v1.ContactService/CreateContact")
        with pytest.raises(grpc.RpcError) as refusal:
            call(b"\x0a" + b"a" * (9 << 20), timeout=10)
    assert refusal.value.code() is grpc.StatusCode.RESOURCE_EXHAUSTED


def leads_address(suite: Suite) -> str:
    return str(suite.description["addresses"]["listen"]["leads"])
