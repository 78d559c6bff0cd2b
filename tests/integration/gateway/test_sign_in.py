"""Signing in and out: what the cookie is, who is let in, and what the others learn."""

import statistics
import time
from datetime import UTC, datetime, timedelta

import pytest
from argon2 import PasswordHasher

from tests.harness.waiting import eventually
from tests.integration.gateway.conftest import PASSWORDS, Gateway, Open

REP = "rep@trellis.example"
MINUTE = timedelta(minutes=1)


def cookies_of(answer: object) -> dict[str, str]:
    """Name -> the whole Set-Cookie line."""
    lines: list[str] = answer.headers.getlist("Set-Cookie")  # type: ignore[attr-defined]
    return {line.partition("=")[0]: line for line in lines}


def test_a_person_signs_in_and_the_page_learns_what_it_needs(gateway: Gateway) -> None:
    client = gateway.client()
    answer = client.sign_in(REP.upper(), PASSWORDS["rep"])
    assert answer.status_code == 201
    assert answer.json["user"]["name"] == "Grace Okafor"
    assert answer.json["user"]["teams"][0]["name"] == "Europe"
    assert answer.json["permissions"]["contacts.read"] == "own"
    assert answer.json["csrf_token"]
    assert abs(datetime.fromisoformat(answer.json["current_time"]) - datetime.now(UTC)) < MINUTE
    again = client.get("/v1/session").json
    moment = {name: answer.json[name] for name in ("current_time", "last_event_id")}
    assert again | moment == answer.json
    assert client.me == answer.json["user"]


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(open_gateway: Open) -> None:
    plain = cookies_of(open_gateway().client().sign_in(REP, PASSWORDS["rep"]))["session"]
    assert all(word in plain for word in ("HttpOnly", "SameSite=Lax", "Path=/", "Max-Age=604800"))
    gateway = open_gateway(public_url="https://crm.example")
    secure = cookies_of(gateway.client().sign_in(REP, PASSWORDS["rep"]))["__Host-session"]
    assert "Secure" in secure
    assert "Domain" not in secure


def test_only_the_hash_of_a_token_is_kept(gateway: Gateway) -> None:
    answer = gateway.client().sign_in(REP, PASSWORDS["rep"])
    token = cookies_of(answer)["session"].split("=")[1].split(";")[0]
    assert len(token) >= 43
    assert token not in str(gateway.rows("SELECT * FROM sessions"))


def test_signing_in_again_ends_the_session_before(gateway: Gateway) -> None:
    client = gateway.signed_in("rep")
    before = client.http.get_cookie("session").value
    client.sign_in(REP, PASSWORDS["rep"])
    assert client.http.get_cookie("session").value != before
    old = gateway.with_token(before)
    eventually(lambda: old.get("/v1/me").status_code == 401)


def test_signing_out_ends_the_session_at_once(gateway: Gateway) -> None:
    client = gateway.signed_in("rep")
    token = client.http.get_cookie("session").value
    assert gateway.with_token(token).get("/v1/me").status_code == 200
    assert client.delete("/v1/session").status_code == 204
    assert client.get("/v1/session").status_code == 401
    assert gateway.with_token(token).get("/v1/me").status_code == 401
    assert client.delete("/v1/session").status_code == 204


@pytest.mark.parametrize(
    ("email", "password"),
    [(REP, "not the password"), ("nobody@trellis.example", PASSWORDS["rep"]), ("no address", "x")],
)
def test_what_was_wrong_is_nobodys_business(gateway: Gateway, email: str, password: str) -> None:
    answer = gateway.client().sign_in(email, password)
    assert (answer.status_code, answer.json["reason"]) == (401, "WRONG_CREDENTIALS")
    assert answer.json["detail"] == "The e-mail address and the password do not match."
    assert not answer.headers.getlist("Set-Cookie")


def test_an_unknown_address_takes_as_long_as_a_wrong_password(gateway: Gateway) -> None:
    def took(email: str, number: int) -> float:
        started = time.perf_counter()
        gateway.client(ip=f"198.51.{number // 250}.{number % 250}").sign_in(email, "wrong password")
        return time.perf_counter() - started

    pairs = [
        (took(REP, 2 * number), took(f"nobody{number}@trellis.example", 2 * number + 1))
        for number in range(40)
    ]
    known, unknown = (statistics.quantiles(times)[0] for times in zip(*pairs, strict=True))
    assert unknown == pytest.approx(known, rel=0.5)


@pytest.mark.parametrize(
    "body",
    [
        {"email": REP},
        {"email": REP, "password": ""},
        {"email": REP, "password": 12},
        {"email": [REP], "password": "x"},
        {"email": REP, "password": "x", "role": "admin"},
        {"email": REP, "password": "x" * 2000},
        [],
        "text",
    ],
)
def test_a_malformed_sign_in_is_refused_as_such(gateway: Gateway, body: object) -> None:
    answer = gateway.client().post("/v1/session", body)
    assert (answer.status_code, answer.json["code"]) == (400, "INVALID_ARGUMENT")


def test_a_password_of_a_megabyte_is_not_even_read(gateway: Gateway) -> None:
    body = {"email": REP, "password": "a" * 1_000_000}
    assert gateway.client().post("/v1/session", body).status_code == 413


def test_a_form_of_another_site_cannot_sign_anybody_in(gateway: Gateway) -> None:
    body = {"email": REP, "password": PASSWORDS["rep"]}
    foreign = gateway.client().post("/v1/session", body, Sec_Fetch_Site="cross-site")
    assert foreign.json["reason"] == "CROSS_SITE"
    assert gateway.client().ask("POST", "/v1/session").status_code == 415


def test_a_session_unused_for_eight_hours_has_ended(gateway: Gateway) -> None:
    client = gateway.signed_in("rep")
    for _ in range(3):
        gateway.clock.advance(timedelta(hours=7))
        eventually(lambda: client.get("/v1/me").status_code == 200 and seen_just_now(gateway))
    gateway.clock.advance(timedelta(hours=8, minutes=1))
    eventually(lambda: client.get("/v1/me").status_code == 401)


def seen_just_now(gateway: Gateway) -> bool:
    ((seen,),) = gateway.rows("SELECT max(last_seen_time) FROM sessions")
    return bool(seen > gateway.clock.now() - timedelta(minutes=1))


def test_a_session_ends_after_a_week_however_busy(gateway: Gateway) -> None:
    client = gateway.signed_in("rep")
    for _ in range(24):
        gateway.clock.advance(timedelta(hours=6, minutes=59))
        gateway.rows("UPDATE sessions SET last_seen_time = now() + interval '30 days' RETURNING 1")
    assert client.get("/v1/me").status_code == 200
    gateway.clock.advance(timedelta(hours=1))
    eventually(lambda: client.get("/v1/me").status_code == 401)


def test_a_disabled_person_learns_so_only_with_the_right_password(gateway: Gateway) -> None:
    admin, rep = gateway.signed_in("admin"), gateway.signed_in("rep")
    user_id = rep.me["id"]
    assert admin.post(f"/v1/users/{user_id}:disable").json["state"] == "DISABLED"
    eventually(lambda: rep.get("/v1/me").status_code == 401)
    wrong = gateway.client().sign_in(REP, "not the password")
    assert wrong.json["reason"] == "WRONG_CREDENTIALS"
    right = gateway.client().sign_in(REP, PASSWORDS["rep"])
    assert (right.status_code, right.json["reason"]) == (403, "USER_DISABLED")


def test_old_hashes_are_renewed_at_sign_in(gateway: Gateway) -> None:
    weak = PasswordHasher(time_cost=1, memory_cost=8192, parallelism=1).hash(PASSWORDS["rep"])
    gateway.rows(f"UPDATE users SET password_hash = '{weak}' WHERE email = '{REP}' RETURNING 1")
    gateway.signed_in("rep")
    ((kept,),) = gateway.rows(f"SELECT password_hash FROM users WHERE email = '{REP}'")
    assert kept.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    gateway.signed_in("rep")


def test_guessing_is_slowed_down_and_locks_nobody_out(gateway: Gateway) -> None:
    owner = gateway.signed_in("rep", ip="203.0.113.9")
    attacker = gateway.client(ip="203.0.113.9")
    statuses = [attacker.sign_in(REP, f"wrong {number}").status_code for number in range(11)]
    assert statuses == [401] * 10 + [429]
    refused = attacker.sign_in(REP, PASSWORDS["rep"])
    assert refused.status_code == 429
    assert 1 <= int(refused.headers["Retry-After"]) <= 60
    assert owner.sign_in(REP, PASSWORDS["rep"]).status_code == 201
    assert gateway.client(ip="198.51.100.7").sign_in(REP, PASSWORDS["rep"]).status_code == 201


def test_a_guess_from_everywhere_is_slowed_down_too(gateway: Gateway) -> None:
    owner = gateway.signed_in("rep", ip="203.0.113.9")
    guesses = (gateway.client(ip=f"198.51.100.{n}").sign_in(REP, "wrong") for n in range(250))
    assert any(answer.status_code == 429 for answer in guesses)
    assert owner.sign_in(REP, PASSWORDS["rep"]).status_code == 201


def test_signing_in_rightly_is_never_counted(gateway: Gateway) -> None:
    client = gateway.client()
    statuses = {client.sign_in(REP, PASSWORDS["rep"]).status_code for _ in range(15)}
    assert statuses == {201}
