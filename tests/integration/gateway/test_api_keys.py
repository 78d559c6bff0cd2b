"""API keys: shown once, cut down, ended within a second."""

from datetime import timedelta

import pytest

from tests.harness.waiting import eventually
from tests.integration.gateway.conftest import Client, Gateway


def make(client: Client, *scopes: str, **more: object) -> dict[str, str]:
    """A new key of the client's."""
    answer = client.post("/v1/api_keys", {"name": "Robot", "scopes": list(scopes), **more})
    assert answer.status_code == 201, answer.text
    document: dict[str, str] = answer.json
    return document


def test_a_key_is_shown_once_and_kept_as_a_hash(gateway: Gateway) -> None:
    admin = gateway.signed_in("admin")
    made = make(admin, "*")
    assert made["key"].startswith("trl_")
    assert len(made["key"]) >= 4 + 43
    assert made["key"].startswith(made["prefix"])
    shown = admin.get(f"/v1/api_keys/{made['id']}").json
    listed = admin.get("/v1/api_keys").json["api_keys"][0]
    assert shown["key"] == listed["key"] == ""
    everything = gateway.rows("SELECT * FROM api_keys") + gateway.rows(
        "SELECT * FROM audit_entries"
    )
    assert made["key"] not in str(everything)


def test_a_repeated_creation_does_not_show_the_key_again(gateway: Gateway) -> None:
    admin = gateway.signed_in("admin")
    body = {"name": "Robot", "scopes": ["users.read"]}
    first = admin.post("/v1/api_keys", body, Idempotency_Key="once")
    again = admin.post("/v1/api_keys", body, Idempotency_Key="once")
    assert first.json["key"]
    assert (again.json["id"], again.json["key"]) == (first.json["id"], "")
    ((kept,),) = gateway.rows("SELECT response FROM idempotency")
    assert first.json["key"].encode() not in bytes(kept)


def test_a_key_acts_for_its_owner_within_its_scopes(gateway: Gateway) -> None:
    admin = gateway.signed_in("admin")
    robot = gateway.program(make(admin, "users.read")["key"])
    assert robot.get("/v1/users").status_code == 200
    assert robot.me["id"] == admin.me["id"]
    refused = robot.get("/v1/roles")
    assert (refused.status_code, refused.json["reason"]) == (403, "PERMISSION_REQUIRED")
    assert "limited to users.read" in refused.json["detail"]
    assert robot.get("/v1/me/permissions").json["limited_to"] == ["users.read"]


def test_a_key_cannot_have_what_its_owner_lacks(gateway: Gateway) -> None:
    rep = gateway.signed_in("rep")
    refused = rep.post("/v1/api_keys", {"name": "Robot", "scopes": ["users.write"]})
    assert (refused.status_code, refused.json["reason"]) == (403, "WIDER_THAN_YOURS")
    assert rep.post("/v1/api_keys", {"name": "Robot", "scopes": ["*"]}).status_code == 403
    unknown = rep.post("/v1/api_keys", {"name": "Robot", "scopes": ["unicorns.ride"]})
    assert (unknown.status_code, unknown.json["errors"][0]["pointer"]) == (400, "#/scopes")


def test_a_key_loses_what_its_owner_loses(gateway: Gateway) -> None:
    admin, rep = gateway.signed_in("admin"), gateway.signed_in("rep")
    robot = gateway.program(make(rep, "users.read")["key"])
    assert robot.get("/v1/users").status_code == 200
    admin.patch(f"/v1/users/{rep.me['id']}", {"role_ids": []})
    eventually(lambda: robot.get("/v1/users").status_code == 403)


def test_a_key_makes_no_keys_and_changes_no_person(gateway: Gateway) -> None:
    robot = gateway.program(make(gateway.signed_in("admin"), "*")["key"])
    for verb, path, body in (
        ("POST", "/v1/api_keys", {"name": "Child", "scopes": ["*"]}),
        ("PATCH", "/v1/me", {"name": "Robot"}),
        ("POST", "/v1/me:markAbsent", {}),
        ("POST", "/v1/me:changePassword", {"current_password": "x", "new_password": "y" * 12}),
        ("POST", "/v1/me/sessions:revokeOthers", {}),
    ):
        answer = robot.ask(verb, path, body)
        assert (answer.status_code, answer.json["reason"]) == (403, "SIGN_IN_REQUIRED"), path


def test_a_revoked_key_stops_within_a_second(gateway: Gateway) -> None:
    rep = gateway.signed_in("rep")
    made = make(rep, "users.read")
    robot = gateway.program(made["key"])
    assert robot.get("/v1/users").status_code == 200
    revoked = rep.post(f"/v1/api_keys/{made['id']}:revoke").json
    assert revoked["revoke_time"]
    eventually(lambda: robot.get("/v1/users").status_code == 401)
    assert robot.get("/v1/users").json["reason"] == "INVALID_API_KEY"
    assert rep.post(f"/v1/api_keys/{made['id']}:revoke").json == revoked


def test_a_key_of_a_disabled_person_stops_within_a_second(gateway: Gateway) -> None:
    admin, rep = gateway.signed_in("admin"), gateway.signed_in("rep")
    robot = gateway.program(make(rep, "users.read")["key"])
    assert robot.get("/v1/users").status_code == 200
    admin.post(f"/v1/users/{rep.me['id']}:disable")
    eventually(lambda: robot.get("/v1/users").status_code == 401)


def test_a_key_stops_when_it_expires(gateway: Gateway) -> None:
    rep = gateway.signed_in("rep")
    end = (gateway.clock.now() + timedelta(days=30)).isoformat()
    robot = gateway.program(make(rep, "users.read", expire_time=end)["key"])
    assert robot.get("/v1/users").status_code == 200
    gateway.clock.advance(timedelta(days=31))
    eventually(lambda: robot.get("/v1/users").status_code == 401)


def test_a_key_cannot_expire_before_it_begins(gateway: Gateway) -> None:
    body = {"name": "Late", "scopes": ["users.read"], "expire_time": "2020-01-01T00:00:00Z"}
    refused = gateway.signed_in("rep").post("/v1/api_keys", body)
    assert (refused.status_code, refused.json["errors"][0]["pointer"]) == (400, "#/expire_time")


def test_last_use_is_kept_to_the_minute(gateway: Gateway) -> None:
    rep = gateway.signed_in("rep")
    made = make(rep, "users.read")
    robot = gateway.program(made["key"])
    robot.get("/v1/users")
    first = rep.get(f"/v1/api_keys/{made['id']}").json
    assert first["last_used_time"]
    assert first["etag"] == made["etag"]
    gateway.clock.advance(timedelta(minutes=2))
    eventually(
        lambda: (
            robot.get("/v1/users")
            and rep.get(f"/v1/api_keys/{made['id']}").json["last_used_time"]
            > first["last_used_time"]
        )
    )


def test_a_rep_sees_her_own_keys_and_an_admin_all(gateway: Gateway) -> None:
    admin, rep = gateway.signed_in("admin"), gateway.signed_in("rep")
    hers, theirs = make(rep, "users.read"), make(admin, "*")
    assert [key["id"] for key in rep.get("/v1/api_keys").json["api_keys"]] == [hers["id"]]
    assert rep.get(f"/v1/api_keys/{theirs['id']}").status_code == 404
    assert rep.post(f"/v1/api_keys/{theirs['id']}:revoke").status_code == 404
    assert len(admin.get("/v1/api_keys").json["api_keys"]) >= 2


@pytest.mark.parametrize(
    "sent",
    [
        "Bearer",
        "Bearer ",
        "Bearer trl_",
        "Bearer trl_" + "a" * 43,
        "Bearer trl_ü",
        "Bearer " + "a" * 100_000,
        "Basic cmVwOnB3",
        "Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0.",
        "trl_x",
    ],
)
def test_what_is_no_key_is_refused(gateway: Gateway, sent: str) -> None:
    answer = gateway.signed_in("rep").get("/v1/me", Authorization=sent)
    assert (answer.status_code, answer.json["code"]) == (401, "UNAUTHENTICATED")
    assert "Bearer" in answer.headers["WWW-Authenticate"]


def test_credentials_in_the_address_are_refused(gateway: Gateway) -> None:
    key = make(gateway.signed_in("admin"), "*")["key"]
    for name in ("access_token", "api_key"):
        answer = gateway.client().get(f"/v1/users?{name}={key}")
        assert (answer.status_code, answer.json["reason"]) == (401, "CREDENTIALS_IN_URL")
