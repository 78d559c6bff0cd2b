"""One-time links: a person sets their own password, and nobody else learns it."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from werkzeug.test import TestResponse

from tests.harness.waiting import eventually
from tests.integration.gateway.conftest import PASSWORDS, Client, Gateway
from tests.integration.gateway.people import STRONG, create, person, role_ids
from tests.integration.gateway.test_second_factors import protected, reason

REP = "rep@trellis.example"
SHOW, ACCEPT = "/v1/session/invitation", "/v1/session/invitation:accept"
ENDED = (404, "LINK_ENDED")


def token_of(admin: Client, user_id: str) -> str:
    """The secret of a new link."""
    answer = admin.post(f"/v1/users/{user_id}:invite")
    assert answer.status_code == 200, answer.text
    page, _, token = answer.json["link"].partition("#")
    assert page == "http://localhost/sign-in/link"
    return str(token)


def rep_token(gateway: Gateway) -> str:
    admin = gateway.signed_in("admin")
    return token_of(admin, person(admin, "rep")["id"])


def accept(gateway: Gateway, token: str, password: str = STRONG, **more: str) -> TestResponse:
    body = {"token": token, "password": password, **more}
    return gateway.client().post(ACCEPT, body)


def test_a_new_person_without_a_password_gets_in_by_a_link(gateway: Gateway) -> None:
    admin = gateway.signed_in("admin")
    made = create(admin, password="", role_ids=[role_ids(admin)["rep"]])
    assert gateway.client().sign_in("new@trellis.example", "").status_code == 400
    assert gateway.client().sign_in("new@trellis.example", STRONG).status_code == 401
    token = token_of(admin, made["id"])

    client = gateway.client()
    shown = client.post(SHOW, {"token": token}).json
    assert (shown["name"], shown["email"]) == ("New Person", "new@trellis.example")
    answer = client.post(ACCEPT, {"token": token, "password": STRONG})
    assert answer.status_code == 201, answer.text
    assert answer.json["user"]["name"] == "New Person"
    assert gateway.client().sign_in("new@trellis.example", STRONG).status_code == 201


def test_a_link_works_once_and_ends_every_session_before(gateway: Gateway) -> None:
    rep = gateway.signed_in("rep")
    token = rep_token(gateway)
    assert accept(gateway, token).status_code == 201
    eventually(lambda: rep.get("/v1/me").status_code == 401)
    assert reason(accept(gateway, token, "another sea of compilers")) == ENDED
    assert reason(gateway.client().post(SHOW, {"token": token})) == ENDED
    assert gateway.client().sign_in(REP, PASSWORDS["rep"]).status_code == 401
    assert gateway.client().sign_in(REP, STRONG).status_code == 201


def test_of_two_who_use_a_link_at_once_one_gets_in(gateway: Gateway) -> None:
    token = rep_token(gateway)
    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(lambda _: accept(gateway, token).status_code, range(2)))
    assert sorted(answers) == [201, 404]


def test_a_link_works_for_72_hours(gateway: Gateway) -> None:
    token = rep_token(gateway)
    gateway.clock.advance(timedelta(hours=71, minutes=59))
    assert gateway.client().post(SHOW, {"token": token}).status_code == 200
    gateway.clock.advance(timedelta(minutes=2))
    assert reason(gateway.client().post(SHOW, {"token": token})) == ENDED
    assert reason(accept(gateway, token)) == ENDED


def test_a_newer_link_replaces_the_one_before(gateway: Gateway) -> None:
    first = rep_token(gateway)
    second = rep_token(gateway)
    assert reason(accept(gateway, first)) == ENDED
    assert accept(gateway, second).status_code == 201


def test_another_new_password_ends_the_link(gateway: Gateway) -> None:
    admin, rep = gateway.signed_in("admin"), gateway.signed_in("rep")
    token = token_of(admin, rep.me["id"])
    change = {"current_password": PASSWORDS["rep"], "new_password": STRONG}
    assert rep.post("/v1/me:changePassword", change).status_code == 204
    assert reason(accept(gateway, token)) == ENDED
    token = token_of(admin, rep.me["id"])
    password = {"password": "another sea of compilers"}
    assert admin.post(f"/v1/users/{rep.me['id']}:setPassword", password).status_code == 204
    assert reason(accept(gateway, token)) == ENDED


def test_whatever_became_of_a_link_the_words_are_the_same(gateway: Gateway) -> None:
    used, replaced = rep_token(gateway), ""
    assert accept(gateway, used).status_code == 201
    replaced = rep_token(gateway)
    rep_token(gateway)
    said = {accept(gateway, token).json["detail"] for token in (used, replaced, "unknown")}
    assert len(said) == 1
    assert "Ask the person who sent it" in said.pop()


def test_a_disabled_person_gets_no_link_and_one_made_before_does_not_work(
    gateway: Gateway,
) -> None:
    admin = gateway.signed_in("admin")
    path = f"/v1/users/{person(admin, 'rep')['id']}"
    token = rep_token(gateway)
    assert admin.post(f"{path}:disable").status_code == 200
    assert reason(accept(gateway, token)) == ENDED
    assert reason(admin.post(f"{path}:invite")) == (400, "USER_DISABLED")
    assert admin.post(f"{path}:enable").status_code == 200
    assert reason(accept(gateway, token)) == ENDED


def test_who_may_do_less_than_a_person_makes_no_link_for_them(gateway: Gateway) -> None:
    admin = gateway.signed_in("admin")
    office = [{"permission": "users.*", "reach": "ALL"}]
    role = admin.post("/v1/roles", {"key": "office", "name": "Office", "grants": office}).json
    create(admin, role_ids=[role["id"]])
    clerk = gateway.client()
    assert clerk.sign_in("new@trellis.example", STRONG).status_code == 201
    path = f"/v1/users/{person(admin, 'admin')['id']}:invite"
    assert reason(clerk.post(path)) == (403, "WIDER_THAN_YOURS")
    assert gateway.signed_in("rep").post(path).status_code == 403
    assert gateway.client().post(path).status_code == 401
    unknown = "/v1/users/01937b5e-7c00-7000-8000-000000000001:invite"
    assert admin.post(unknown).status_code == 404


def test_a_weak_password_is_refused_and_the_link_works_on(gateway: Gateway) -> None:
    token = rep_token(gateway)
    for weak in ("short", "password1234", "Grace Okafor 1", "x" * 2000):
        refused = accept(gateway, token, weak)
        assert refused.status_code == 400
        assert refused.json["errors"][0]["pointer"] == "#/password"
    assert accept(gateway, token).status_code == 201


def test_a_second_factor_is_asked_for_before_anything_changes(gateway: Gateway) -> None:
    rep = gateway.signed_in("rep")
    phone, _ = protected(gateway, rep)
    token = rep_token(gateway)
    assert reason(accept(gateway, token)) == (401, "CODE_REQUIRED")
    assert reason(accept(gateway, token, code="000000")) == (401, "WRONG_CODE")
    assert rep.get("/v1/me").status_code == 200
    assert accept(gateway, token, code=phone.code()).status_code == 201
    entries = gateway.signed_in("admin").get("/v1/audit").json["entries"]
    assert ("session.refused", "wrong code") in [(e["action"], e["detail"]) for e in entries]


def test_links_cannot_be_guessed(gateway: Gateway) -> None:
    token = rep_token(gateway)
    for _ in range(15):  # who has a right one does not count as a guesser
        assert gateway.client().post(SHOW, {"token": token}).status_code == 200
    for number in range(10):
        path = (SHOW, ACCEPT)[number % 2]
        body = {"token": f"guess-{number}", **({"password": STRONG} if path == ACCEPT else {})}
        assert reason(gateway.client().post(path, body)) == ENDED
    blocked = accept(gateway, token)
    assert reason(blocked) == (429, "TOO_MANY_ATTEMPTS")
    assert int(blocked.headers["Retry-After"]) > 0
    elsewhere = gateway.client(ip="198.51.100.7")
    assert elsewhere.post(ACCEPT, {"token": token, "password": STRONG}).status_code == 201


@pytest.mark.parametrize("path", [SHOW, ACCEPT])
def test_another_site_cannot_follow_a_link(gateway: Gateway, path: str) -> None:
    body = {"token": rep_token(gateway), **({"password": STRONG} if path == ACCEPT else {})}
    foreign = gateway.client().post(path, body, Sec_Fetch_Site="cross-site")
    assert reason(foreign) == (403, "CROSS_SITE")
    assert gateway.client().ask("POST", path).status_code == 415
    assert gateway.client().post(path, body).status_code < 300


def test_making_a_link_by_cookie_needs_the_token_of_the_session(gateway: Gateway) -> None:
    admin = gateway.signed_in("admin")
    path = f"/v1/users/{person(admin, 'rep')['id']}:invite"
    del admin.headers["X-CSRF-Token"]
    assert reason(admin.post(path)) == (403, "CSRF_TOKEN_REQUIRED")


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"token": "", "password": STRONG},
        {"token": 5, "password": STRONG},
        {"token": "x"},
        {"token": "x", "password": STRONG, "email": REP},
        [],
    ],
)
def test_a_malformed_request_is_refused_as_such(gateway: Gateway, body: object) -> None:
    answer = gateway.client().post(ACCEPT, body)
    assert (answer.status_code, answer.json["code"]) == (400, "INVALID_ARGUMENT")


def test_the_token_is_kept_and_told_nowhere(
    gateway: Gateway, capfd: pytest.CaptureFixture[str]
) -> None:
    admin = gateway.signed_in("admin")
    path = f"/v1/users/{person(admin, 'rep')['id']}:invite"
    answer = admin.post(path, Idempotency_Key="once-and-once-only")
    token = answer.json["link"].partition("#")[2]
    assert len(token) >= 43
    tables = gateway.rows("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
    before = everything(gateway, tables)
    assert accept(gateway, token).status_code == 201
    kept = before + everything(gateway, tables)
    assert token not in kept
    assert token.encode().hex() not in kept
    out, err = capfd.readouterr()
    assert token not in out + err
    entries = admin.get("/v1/audit").json["entries"]
    told = [(entry["action"], entry["actor_name"], entry["detail"]) for entry in entries]
    assert ("user.invited", admin.me["name"], "") in told
    assert ("user.password_changed", "Grace Okafor", "with a link") in told
    assert token not in json.dumps(entries)


def everything(gateway: Gateway, tables: list[tuple[str]]) -> str:
    """All rows of all tables as text."""
    return "".join(str(gateway.rows(f'SELECT t::text FROM "{table}" t')) for (table,) in tables)
