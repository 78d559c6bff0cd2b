"""Who may what, as people notice it: roles, reasons, keys, and rights that are taken away."""

import pytest
import requests

from tests.e2e.world import World
from tests.harness.http import Client, Session, made, problem
from tests.harness.suite import Suite
from tests.harness.waiting import eventually

#: An id in the right form that is nobody's.
NOBODY = "01937b5e-7c00-7000-8000-0000000000fe"
RIGHTS = {"contacts.*": "own", "companies.read": "all"}
NOT_PUBLIC = (
    "/.git/config", "/.env", "/metrics", "/debug", "/admin", "/server-status", "/console",
    "/v1/../.env", "/static/../gateway/settings.py", "/api/v1/leads", "/graphql", "/swagger.json",
    "/actuator/health", "/phpmyadmin", "/wp-login.php", "/v1/",
)  # fmt: skip


def test_a_rep_a_leader_and_an_agent_see_one_contact_differently(world: World) -> None:
    rep, mate, leader, agent = (world[name] for name in ("owner", "mate", "leader", "agent"))
    contact = made(rep.client.post("/v1/contacts", {"last_name": "Hopper", "team_id": rep.team_id}))
    path = f"/v1/contacts/{contact['id']}"
    assert contact["owner_id"] == rep.id
    problem(mate.client.get(path), 404)
    made(leader.client.patch(path, {"city": "Rom"}))
    assert made(agent.client.get(path))["city"] == "Rom"
    problem(agent.client.patch(path, {"city": "Bern"}), 404)
    problem(world["nobody"].client.get(path), 403)
    assert made(rep.client.get(path))["city"] == "Rom"


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/v1/contacts", {"last_name": "Hopper"}),
        ("/v1/deals", {"title": "Rota"}),
        ("/v1/tickets", {"subject": "Help", "contact_email": "ann@example.com"}),
    ],
)
def test_nothing_is_given_to_somebody_who_is_not_there(
    path: str, body: dict[str, str], world: World
) -> None:
    sent = {**body, "owner_id": NOBODY, "team_id": NOBODY}
    told = problem(world.admin.post(path, sent), 400, "INVALID_FIELD")
    assert told["errors"] == [
        {"pointer": "#/owner_id", "detail": "names nobody who works here"},
        {"pointer": "#/team_id", "detail": "names no team"},
    ]
    record = made(world.admin.post(path, body))
    problem(world.admin.patch(f"{path}/{record['id']}", {"owner_id": NOBODY}), 400)
    assert made(world.admin.get(f"{path}/{record['id']}"))["owner_id"] == ""


def test_no_call_gives_anything_to_somebody_who_is_not_there(world: World) -> None:
    ticket = made(world.admin.post("/v1/tickets", {"subject": "Help"}))
    contact = made(world.admin.post("/v1/contacts", {"last_name": f"Kept {world.word}"}))
    given = {"owner_id": NOBODY, "team_id": NOBODY}
    people = [{"last_name": f"New {world.word}"}, {"last_name": "Second", **given}]
    reviewed = {"enabled": True, "reviewer_id": NOBODY}
    named = {
        "#/owner_id": world.admin.post(f"/v1/tickets/{ticket['id']}:assign", given),
        "#/contacts/1/owner_id": world.admin.post("/v1/contacts:batchCreate", {"contacts": people}),
        "#/team_id": world.admin.post(
            "/v1/contacts:batchUpdate", {"ids": [contact["id"]], "team_id": NOBODY}
        ),
        "#/reviewer_id": world.admin.patch("/v1/cleanup_policy", reviewed),
    }
    for pointer, answer in named.items():
        told = problem(answer, 400, "INVALID_FIELD")
        assert pointer in [error["pointer"] for error in told["errors"]]
    assert made(world.admin.get(f"/v1/tickets/{ticket['id']}"))["owner_id"] == ""
    assert made(world.admin.get(f"/v1/contacts/{contact['id']}"))["team_id"] == ""
    made_up = world.admin.get("/v1/contacts", filter=f'last_name = "New {world.word}"')
    assert made(made_up)["contacts"] == []


def test_a_rule_does_not_give_leads_to_somebody_who_is_not_there(world: World) -> None:
    members = [world["owner"].id, NOBODY]
    rule = {"name": "Gone", "strategy": "FIXED", "member_ids": members}
    told = problem(world.admin.post("/v1/assignment_rules", rule), 400)
    assert [error["pointer"] for error in told["errors"]] == ["#/member_ids/1"]


def test_a_refusal_says_what_is_missing_and_who_can_help(world: World) -> None:
    nobody = world["nobody"]
    assert nobody.session is not None
    told = problem(nobody.session.get("/v1/contacts"), 403, "PERMISSION_REQUIRED")
    assert told["metadata"]["permission"] == "contacts.read"
    assert "Admin" in told["metadata"]["roles"]
    assert told["metadata"]["people"]
    program = problem(nobody.client.get("/v1/contacts"), 403, "PERMISSION_REQUIRED")
    assert not program["metadata"]["people"]  # a key is no person to send to others


def test_somebody_can_ask_what_they_may_do_and_why(world: World) -> None:
    held = made(world["reader"].client.get("/v1/me/permissions"))["permissions"]
    reaches = {row["permission"]: row["reach"] for row in held}
    assert reaches["contacts.read"] == "OWN"
    assert "contacts.write" not in reaches


def test_a_key_may_no_more_than_it_was_given(world: World) -> None:
    limited = world["limited"]
    assert limited.client.get("/v1/contacts").ok
    told = problem(limited.client.post("/v1/contacts", {"last_name": "No"}), 403)
    assert "contacts.read" in told["detail"]
    assert limited.session is not None
    made(limited.session.post("/v1/contacts", {"last_name": "Yes"}))


def test_who_is_disabled_is_out_within_a_second(suite: Suite, world: World) -> None:
    person = world.person(RIGHTS)
    assert person.session is not None
    assert person.session.get("/v1/contacts").ok
    assert person.client.get("/v1/contacts").ok
    made(world.admin.post(f"/v1/users/{person.id}:disable"))
    eventually(lambda: person.session.get("/v1/contacts").status_code == 401)  # type: ignore[union-attr]
    eventually(lambda: person.client.get("/v1/contacts").status_code == 401)
    with suite.stranger() as stranger:
        right = {"email": person.email, "password": person.password}
        problem(stranger.post("/v1/session", right), 403, "USER_DISABLED")


def test_a_role_that_is_taken_away_is_gone_within_a_second(world: World) -> None:
    person = world.person(RIGHTS)
    made(person.client.post("/v1/contacts", {"last_name": "Mine"}))
    made(world.admin.patch(f"/v1/users/{person.id}", {"role_ids": []}))
    eventually(lambda: person.client.get("/v1/contacts").status_code == 403)


def test_a_revoked_key_opens_nothing_within_a_second(world: World) -> None:
    person = world.person(RIGHTS | {"api_keys.*": "own"})
    assert person.session is not None
    (key,) = made(person.session.get("/v1/api_keys", filter=f'owner_id = "{person.id}"'))[
        "api_keys"
    ]
    made(person.session.post(f"/v1/api_keys/{key['id']}:revoke"))
    eventually(lambda: person.client.get("/v1/contacts").status_code == 401)


def test_who_signs_out_is_out(suite: Suite, world: World) -> None:
    rep = world["owner"]
    with Session.opened(suite.url, rep.email, rep.password) as browser:
        cookie = browser._http.cookies.copy()
        assert browser.delete("/v1/session").status_code == 204
        browser._http.cookies.update(cookie)
        eventually(lambda: browser.get("/v1/me").status_code == 401)


def test_the_session_cookie_is_out_of_reach_of_scripts(suite: Suite, world: World) -> None:
    rep = world["owner"]
    with Client(suite.url) as browser:
        answer = browser.post("/v1/session", {"email": rep.email, "password": rep.password})
    cookies = answer.raw.headers.getlist("Set-Cookie")
    assert cookies
    for cookie in cookies:
        assert "HttpOnly" in cookie
        assert "SameSite=" in cookie
        assert "Domain=" not in cookie


def answers(suite: Suite, world: World) -> dict[str, requests.Response]:
    """One answer of every kind."""
    rep = world["owner"].client
    with suite.stranger() as stranger:
        return {
            "success": rep.get("/v1/contacts"),
            "created": rep.post("/v1/contacts", {"last_name": "Header"}),
            "bad input": rep.get("/v1/contacts", page_size="x"),
            "signed out": stranger.get("/v1/contacts"),
            "forbidden": rep.get("/v1/audit"),
            "missing record": rep.get("/v1/contacts/01937b5e-7c00-7000-8000-0000000000ff"),
            "missing path": rep.get("/v1/nothing"),
            "wrong method": rep.call("PUT", "/v1/contacts"),
            "wrong media type": rep.call("POST", "/v1/contacts", data="x=1"),
            "too large": rep.call("POST", "/v1/contacts", data=b" " * (3 << 20)),
        }


def test_every_answer_carries_what_protects_browsers(suite: Suite, world: World) -> None:
    for kind, answer in answers(suite, world).items():
        headers = answer.headers
        assert headers["X-Content-Type-Options"] == "nosniff", kind
        assert "frame-ancestors 'none'" in headers["Content-Security-Policy"], kind
        assert headers["Cache-Control"] == "no-store", kind
        assert headers["Referrer-Policy"], kind
        assert headers["X-Request-Id"], kind
        assert "/" not in headers.get("Server", ""), f"{kind}: a version is told"
        assert "X-Powered-By" not in headers, kind


@pytest.mark.parametrize("path", NOT_PUBLIC)
def test_nothing_is_public_that_was_not_meant_to_be(suite: Suite, path: str) -> None:
    request = requests.Request("GET", suite.url + path).prepare()
    request.url = suite.url + path  # as it was typed, dots and all
    with requests.Session() as session:
        answer = session.send(request, timeout=10, allow_redirects=False)
    assert answer.status_code in (400, 404), answer.status_code
    assert "root:" not in answer.text
    assert "repositoryformatversion" not in answer.text
