"""One's own account: what one sees, changes and understands."""

from tests.harness.waiting import eventually
from tests.integration.gateway.conftest import PASSWORDS, Gateway, Open

REP = "rep@trellis.example"
NEW = "an even wider sea of compilers"


def test_one_changes_name_locale_and_zone_and_nothing_else(gateway: Gateway) -> None:
    rep = gateway.signed_in("rep")
    changed = rep.patch("/v1/me", {"name": "Grace", "locale": "en-GB", "time_zone": "Asia/Tokyo"})
    assert changed.status_code == 200
    assert (changed.json["name"], changed.json["time_zone"]) == ("Grace", "Asia/Tokyo")
    for field, value in (
        ("email", "evil@trellis.example"),
        ("roles", []),
        ("role_ids", []),
        ("team_ids", []),
        ("state", "ACTIVE"),
        ("is_admin", True),
        ("present", False),
        ("time_zone", "Mars/Olympus"),
        ("name", None),
    ):
        answer = rep.patch("/v1/me", {field: value})
        assert answer.status_code == 400, field
        assert answer.json["errors"][0]["pointer"] == f"#/{field}"
    assert rep.me["email"] == REP


def test_permissions_explain_themselves(gateway: Gateway) -> None:
    rep = gateway.signed_in("rep")
    held = {one["permission"]: one for one in rep.get("/v1/me/permissions").json["permissions"]}
    assert held["contacts.read"]["reach"] == "OWN"
    assert held["contacts.read"]["sources"][0]["role_name"] == "Sales rep"
    assert held["api_keys.write"]["sources"][0]["pattern"] == "api_keys.*"
    assert "users.write" not in held


def test_several_roles_add_up_to_the_widest_reach(gateway: Gateway) -> None:
    admin, rep = gateway.signed_in("admin"), gateway.signed_in("rep")
    roles = {role["key"]: role["id"] for role in admin.get("/v1/roles").json["roles"]}
    both = {"role_ids": [roles["rep"], roles["agent"]]}
    assert admin.patch(f"/v1/users/{rep.me['id']}", both).status_code == 200

    def reach() -> str:
        held = rep.get("/v1/me/permissions").json["permissions"]
        return next(one["reach"] for one in held if one["permission"] == "contacts.read")

    eventually(lambda: reach() == "ALL")
    assert rep.get("/v1/session").json["permissions"]["contacts.read"] == "all"


def test_a_403_says_what_is_missing_and_who_has_it(gateway: Gateway) -> None:
    refused = gateway.signed_in("rep").get("/v1/audit")
    assert refused.status_code == 403
    assert refused.json["reason"] == "PERMISSION_REQUIRED"
    assert refused.json["metadata"] == {
        "permission": "audit.read",
        "roles": "Admin",
        "people": "Olivia Brandt",
    }
    assert "audit.read" in refused.json["detail"]


def test_a_stranger_is_asked_to_sign_in(gateway: Gateway) -> None:
    for path in ("/v1/me", "/v1/users", "/v1/session"):
        answer = gateway.client().get(path)
        assert (answer.status_code, answer.json["reason"]) == (401, "SIGN_IN_REQUIRED")


def test_a_new_password_ends_all_other_sessions(gateway: Gateway) -> None:
    here, there = gateway.signed_in("rep"), gateway.signed_in("rep")
    body = {"current_password": PASSWORDS["rep"], "new_password": NEW}
    assert here.post("/v1/me:changePassword", body).status_code == 204
    eventually(lambda: there.get("/v1/me").status_code == 401)
    assert here.get("/v1/me").status_code == 200
    assert gateway.client().sign_in(REP, PASSWORDS["rep"]).status_code == 401
    assert gateway.client().sign_in(REP, NEW).status_code == 201


def test_the_current_password_is_needed_and_cannot_be_guessed(gateway: Gateway) -> None:
    rep = gateway.signed_in("rep")
    missing = rep.post("/v1/me:changePassword", {"new_password": NEW})
    assert missing.status_code == 400
    body = {"current_password": "a guess", "new_password": NEW}
    answers = [rep.post("/v1/me:changePassword", body) for _ in range(11)]
    assert {answer.json["reason"] for answer in answers[:10]} == {"WRONG_PASSWORD"}
    assert answers[10].status_code == 429
    assert "Retry-After" in answers[10].headers


def test_one_sees_and_ends_ones_sessions(gateway: Gateway) -> None:
    here, there = gateway.signed_in("rep"), gateway.signed_in("rep", ip="203.0.113.77")
    sessions = here.get("/v1/me/sessions").json["sessions"]
    assert [session["current"] for session in sessions].count(True) == 1
    assert {session["ip_prefix"] for session in sessions} == {"192.0.2.0/24", "203.0.113.0/24"}
    other = next(session["id"] for session in sessions if not session["current"])
    assert gateway.signed_in("agent").delete(f"/v1/me/sessions/{other}").status_code == 404
    assert here.delete(f"/v1/me/sessions/{other}").status_code == 204
    eventually(lambda: there.get("/v1/me").status_code == 401)
    assert here.delete(f"/v1/me/sessions/{other}").json["reason"] == "SESSION_NOT_FOUND"


def test_what_one_process_ends_has_ended_in_the_others(open_gateway: Open) -> None:
    here, there = open_gateway(), open_gateway()
    client = here.signed_in("rep")
    elsewhere = there.with_token(client.http.get_cookie("session").value)
    assert elsewhere.get("/v1/me").status_code == 200
    client.delete("/v1/session")
    eventually(lambda: elsewhere.get("/v1/me").status_code == 401)


def test_one_ends_all_sessions_but_this(gateway: Gateway) -> None:
    here, there = gateway.signed_in("rep"), gateway.signed_in("rep")
    assert here.post("/v1/me/sessions:revokeOthers").status_code == 204
    eventually(lambda: there.get("/v1/me").status_code == 401)
    assert len(here.get("/v1/me/sessions").json["sessions"]) == 1
