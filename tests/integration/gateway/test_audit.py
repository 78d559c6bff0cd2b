"""The audit trail: complete, without secrets, and not to be changed."""

import psycopg
import pytest

from tests.integration.gateway.conftest import PASSWORDS, Client, Gateway


def entries(client: Client, condition: str = "") -> list[dict[str, object]]:
    """Entries, newest first."""
    answer = client.get(f"/v1/audit?page_size=200&filter={condition}")
    assert answer.status_code == 200, answer.text
    found: list[dict[str, object]] = answer.json["entries"]
    return found


def test_a_change_is_recorded_with_who_what_and_from_where(gateway: Gateway) -> None:
    admin = gateway.signed_in("admin", ip="203.0.113.77")
    rep = gateway.signed_in("rep").me
    answer = admin.patch(f"/v1/users/{rep['id']}", {"name": "Grace O."})
    (entry,) = entries(admin, 'action="user.updated"')
    assert entry["actor"] == f"user:{admin.me['id']}"
    assert entry["actor_name"] == "Olivia Brandt"
    assert entry["resource"] == f"users/{rep['id']}"
    assert entry["changes"] == [
        {"field": "name", "old_value": '"Grace Okafor"', "new_value": '"Grace O."'}
    ]
    assert entry["ip_prefix"] == "203.0.113.0/24"
    assert entry["request_id"] == answer.headers["X-Request-Id"]
    assert admin.get(f"/v1/audit/{entry['id']}").json == entry


def test_every_kind_of_change_leaves_an_entry(gateway: Gateway) -> None:
    admin, rep = gateway.signed_in("admin"), gateway.signed_in("rep")
    user = rep.me["id"]
    role = admin.post("/v1/roles", {"key": "temp", "name": "Temp"}).json["id"]
    team = admin.post("/v1/teams", {"name": "Temps"}).json["id"]
    key = rep.post("/v1/api_keys", {"name": "Robot", "scopes": ["users.read"]}).json["id"]
    rep.post(f"/v1/api_keys/{key}:revoke")
    rep.post("/v1/me:markAbsent")
    rep.delete("/v1/session")
    gateway.client().sign_in("rep@trellis.example", "wrong")
    gateway.client().sign_in("nobody@trellis.example", "wrong")
    admin.patch(f"/v1/roles/{role}", {"name": "Temporary"})
    admin.patch(f"/v1/teams/{team}", {"name": "Temporaries"})
    admin.delete(f"/v1/roles/{role}")
    admin.delete(f"/v1/teams/{team}")
    admin.post(f"/v1/users/{user}:setPassword", {"password": "a wide sea of compilers"})
    admin.post(f"/v1/users/{user}:signOut")
    admin.post(f"/v1/users/{user}:disable")
    admin.post(f"/v1/users/{user}:enable")
    assert {entry["action"] for entry in entries(admin)} >= {
        "session.created",
        "session.refused",
        "session.ended",
        "role.created",
        "role.updated",
        "role.deleted",
        "team.created",
        "team.updated",
        "team.deleted",
        "api_key.created",
        "api_key.revoked",
        "user.marked",
        "user.password_set",
        "user.signed_out",
        "user.disabled",
        "user.enabled",
    }


def test_a_refused_sign_in_says_why_and_never_what_was_typed(gateway: Gateway) -> None:
    gateway.client().sign_in("rep@trellis.example", "my-other-password")
    gateway.client().sign_in("my-other-password", "x")
    admin = gateway.signed_in("admin")
    refused = entries(admin, 'action="session.refused"')
    assert [entry["detail"] for entry in refused] == ["unknown address", "wrong password"]
    assert [entry["resource_name"] for entry in refused] == ["", "Grace Okafor"]
    assert "my-other-password" not in str(refused)


def test_no_secret_is_ever_in_the_trail(gateway: Gateway) -> None:
    admin = gateway.signed_in("admin")
    key = admin.post("/v1/api_keys", {"name": "Robot", "scopes": ["*"]}).json["key"]
    secret = "a wide sea of compilers"
    body = {"email": "new@trellis.example", "name": "New", "password": secret}
    admin.post("/v1/users", body)
    trail = str(gateway.rows("SELECT * FROM audit_entries"))
    hashes = [row[0] for row in gateway.rows("SELECT password_hash FROM users")]
    token = admin.http.get_cookie("session").value
    for word in (key, secret, token, admin.headers["X-CSRF-Token"], *hashes, *PASSWORDS.values()):
        assert word not in trail


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_entries SET actor = 'nobody'",
        "DELETE FROM audit_entries",
        "TRUNCATE audit_entries",
        "UPDATE audit_entries SET actor = 'nobody' WHERE false",
    ],
)
def test_the_trail_cannot_be_changed(gateway: Gateway, statement: str) -> None:
    with pytest.raises(psycopg.errors.RaiseException, match="append-only"):
        gateway.rows(statement)


def test_who_changes_it_behind_our_back_is_found_out(gateway: Gateway) -> None:
    admin = gateway.signed_in("admin")
    sound = admin.get("/v1/audit:verify").json
    assert sound["broken_id"] == ""
    assert int(sound["entries"]) > 5
    victim = gateway.rows("SELECT id FROM audit_entries WHERE seq = 3")[0][0]
    tamper(gateway, "UPDATE audit_entries SET actor_name = 'Nobody' WHERE seq = 3")
    assert admin.get("/v1/audit:verify").json["broken_id"] == str(victim)


def test_a_missing_entry_is_found_out(gateway: Gateway) -> None:
    tamper(gateway, "DELETE FROM audit_entries WHERE seq = 2")
    after = gateway.rows("SELECT id FROM audit_entries WHERE seq = 3")[0][0]
    assert gateway.signed_in("admin").get("/v1/audit:verify").json["broken_id"] == str(after)


def tamper(gateway: Gateway, statement: str) -> None:
    """What somebody with the database in their hands would do."""
    off = "ALTER TABLE audit_entries DISABLE TRIGGER audit_append_only"
    with psycopg.connect(gateway.database.url, autocommit=True) as connection:
        connection.execute(off)  # type: ignore[arg-type] -- ours
        connection.execute(statement)  # type: ignore[arg-type] -- ours


def test_the_trail_is_read_in_pages_by_those_who_may(gateway: Gateway) -> None:
    admin = gateway.signed_in("admin")
    first = admin.get("/v1/audit?page_size=3").json
    second = admin.get(f"/v1/audit?page_size=3&page_token={first['next_page_token']}").json
    assert not {e["id"] for e in first["entries"]} & {e["id"] for e in second["entries"]}
    assert gateway.signed_in("manager").get("/v1/audit").status_code == 403
