"""Who is calling: keys, sessions, tokens, other origins, and those who ask too often."""

import base64
import hashlib
import hmac
import json
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import uuid4

import jwt
import pytest
import requests

from deploy.local.child import free_port
from deploy.local.processes import PROGRAMS
from deploy.local.programs import Addresses, Process
from tests.e2e.covering import covers
from tests.e2e.world import World
from tests.harness.http import Client, Session, made, problem
from tests.harness.suite import Suite
from tests.harness.waiting import eventually

NEW = {"last_name": "Lee"}


@covers("authn-041")
@pytest.mark.parametrize(
    "origin", ["null", "https://evil.example", "http://127.0.0.1.evil.example"]
)
def test_a_page_of_another_origin_may_not_read_answers(world: World, origin: str) -> None:
    asked = {"Origin": origin, "Access-Control-Request-Method": "POST"}
    for method in ("OPTIONS", "GET"):
        answer = world["owner"].client.call(method, "/v1/contacts", headers=asked)
        assert "Access-Control-Allow-Origin" not in answer.headers
        assert "Access-Control-Allow-Credentials" not in answer.headers


@covers("authn-038")
def test_a_change_by_cookie_proves_where_it_comes_from(suite: Suite, world: World) -> None:
    rep = world["owner"]
    with Session.opened(suite.url, rep.email, rep.password) as browser:
        token = browser.document["csrf_token"]
        for headers in (
            {},
            {"Origin": suite.url},
            {"X-CSRF-Token": token, "Origin": "https://evil.example"},
            {"X-CSRF-Token": token, "Sec-Fetch-Site": "cross-site", "Origin": suite.url},
            {"X-CSRF-Token": token[:-1] + "x", "Origin": suite.url},
        ):
            browser._http.headers.pop("X-CSRF-Token", None)
            browser._http.headers.pop("Origin", None)
            answer = browser.call("POST", "/v1/contacts", json=NEW, headers=headers)
            problem(answer, 403)
        good = {"X-CSRF-Token": token, "Origin": suite.url, "Sec-Fetch-Site": "same-origin"}
        made(browser.call("POST", "/v1/contacts", json=NEW, headers=good))


@covers("authn-025")
def test_a_new_password_ends_every_other_session(suite: Suite, world: World) -> None:
    person = world.person({"contacts.read": "own"})
    one = Session.opened(suite.url, person.email, person.password)
    other = Session.opened(suite.url, person.email, person.password)
    with one, other:
        change = {"current_password": person.password, "new_password": f"another {uuid4().hex}"}
        made(one.post("/v1/me:changePassword", change))
        eventually(lambda: other.get("/v1/me").status_code == 401)
        problem(other.get("/v1/me"), 401)
        assert one.get("/v1/me").ok
        problem(one.post("/v1/session", {"email": person.email, "password": person.password}), 401)


@covers("http-023", "authn-026")
def test_guessing_passwords_becomes_slow_and_a_known_device_stays_welcome(
    suite: Suite, world: World
) -> None:
    person = world.person({"contacts.read": "own"})
    guess = {"email": person.email, "password": "wrong"}
    with suite.stranger() as stranger:
        answers = [
            stranger.call(
                "POST",
                "/v1/session",
                json=guess,
                headers={"X-Forwarded-For": f"10.{number}.1.1"},
            )
            for number in range(12)
        ]
    assert [answer.status_code for answer in answers] == [401] * 10 + [429] * 2
    refused = problem(answers[-1], 429, "TOO_MANY_ATTEMPTS")
    assert int(answers[-1].headers["Retry-After"]) >= 1
    assert person.email not in json.dumps(refused)
    with suite.stranger() as stranger:
        right = {"email": person.email, "password": person.password}
        problem(stranger.post("/v1/session", right), 429)
    assert person.session is not None
    made(person.session.call("POST", "/v1/session", json=right))


def test_an_unknown_address_and_a_wrong_password_are_told_apart_by_nothing(
    suite: Suite, world: World
) -> None:
    with suite.stranger() as stranger:
        told = []
        for email in (world["mate"].email, f"{uuid4().hex}@example.com"):
            answer = stranger.post("/v1/session", {"email": email, "password": "wrong"})
            document = problem(answer, 401, "WRONG_CREDENTIALS")
            told.append({k: v for k, v in document.items() if k not in ("instance", "request_id")})
    assert told[0] == told[1]


def part(data: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(data).encode()).rstrip(b"=").decode()


def by_hand(header: dict[str, Any], claims: dict[str, Any], signature: bytes = b"") -> str:
    """A token put together without a library."""
    return f"{part(header)}.{part(claims)}." + base64.urlsafe_b64encode(signature).decode().rstrip(
        "="
    )


def hs256(claims: dict[str, Any], key: str) -> str:
    """A token signed with the public key as if it were a shared secret."""
    message = f"{part({'alg': 'HS256', 'typ': 'JWT'})}.{part(claims)}"
    mac = hmac.new(key.encode(), message.encode(), hashlib.sha256).digest()
    return f"{message}.{base64.urlsafe_b64encode(mac).decode().rstrip('=')}"


TOKENS: dict[str, Callable[[dict[str, Any], str, str], str]] = {
    "authn-002": lambda claims, *_: by_hand({"alg": "nOnE", "typ": "JWT"}, claims),
    "authn-003": lambda claims, _, public: hs256(claims, public),
    "authn-006": lambda claims, key, _: signed({**claims, "exp": None}, key),
    "authn-007": lambda claims, key, _: signed({**claims, "exp": 10**30}, key),
    "authn-010": lambda claims, key, _: signed(claims, key, jku="https://evil.example/jwks.json"),
    "authn-011": lambda claims, key, _: signed(claims, key, jwk={"kty": "OKP", "x": ".."}),
    "authn-014": lambda claims, key, _: signed(claims, key, crit=["x"], x=1),
    "authn-016": lambda claims, key, _: signed(claims, key)[:-2] + "AA",
    "perfect": lambda claims, key, _: signed(claims, key),
}


def signed(claims: dict[str, Any], key: str, **header: Any) -> str:
    said = {name: value for name, value in claims.items() if value is not None}
    return jwt.encode(said, key, algorithm="EdDSA", headers=header)


@covers(*(name for name in TOKENS if name != "perfect"))
@pytest.mark.parametrize("name", TOKENS)
def test_no_identity_token_opens_the_gateway_not_even_a_perfect_one(
    suite: Suite, world: World, name: str
) -> None:
    """Identity tokens are for services; from outside only keys and sessions come in."""
    secrets = Path(suite.description["addresses"]["secrets"])
    private = (secrets / "identity_private_key").read_text()
    public = (secrets / "identity_public_key").read_text()
    now = int(time.time())
    claims = {
        "iss": "gateway",
        "aud": "services",
        "iat": now,
        "exp": now + 60,
        "sub": world["owner"].id,
        "kind": "user",
        "name": "Ada",
        "teams": [],
        "grants": {"*": "all"},
    }
    token = TOKENS[name](claims, private, public)
    with Client(suite.url, api_key=token) as client:
        problem(client.get("/v1/contacts"), 401)


def limited_gateway(suite: Suite) -> tuple[Process, str]:
    """One more gateway of the same suite, that lets few requests through, and its address."""
    front = next(program for program in PROGRAMS if program.front)
    described = suite.description["addresses"]
    port = free_port()
    listen = {**described["listen"], front.name: f"127.0.0.1:{port}"}
    addresses = Addresses(**{**described, "listen": listen, "metrics": {}})
    few = {"RATE_LIMIT_USER": "60", "RATE_LIMIT_KEY": "60", "RATE_LIMIT_IP": "60"}
    process = Process(replace(front, settings=few), "server", addresses, suite.folder / "few")
    return process, f"http://127.0.0.1:{port}"


@covers("ratelimit-001")
def test_who_asks_too_often_is_told_when_to_come_back_and_others_are_not_hurt(
    suite: Suite, world: World
) -> None:
    process, url = limited_gateway(suite)
    process.launch()
    try:
        with Client(url) as probe:
            eventually(lambda: alive(probe), within=30, what="the gateway answers")
        hasty, calm = world["owner"], world["mate"]
        with (
            Client(url, api_key=hasty.api_key) as client,
            Client(url, api_key=calm.api_key) as other,
        ):
            answers = [client.get("/v1/contacts", page_size=1) for _ in range(90)]
            late = [answer for answer in answers if answer.status_code == 429]
            assert {answer.status_code for answer in answers} == {200, 429}
            assert len(late) >= 10
            for answer in late:
                problem(answer, 429)
                assert int(answer.headers["Retry-After"]) >= 1
                assert answer.headers["RateLimit"]
                assert answer.headers["RateLimit-Policy"]
            assert other.get("/v1/contacts", page_size=1).ok
    finally:
        process.stop()


def alive(client: Client) -> bool:
    try:
        return client.get("/livez").ok
    except requests.ConnectionError:
        return False
