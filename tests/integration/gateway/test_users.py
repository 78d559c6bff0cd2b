"""Users and teams: what admins do with people."""

import pytest

from tests.harness.waiting import eventually
from tests.integration.gateway.conftest import Gateway
from tests.integration.gateway.people import STRONG, create, person, role_ids


def test_a_new_person_signs_in_with_the_password_given(gateway: Gateway) -> None:
    admin = gateway.signed_in("admin")
    made = create(admin, role_ids=[role_ids(admin)["rep"]])
    assert (made["state"], made["present"]) == ("ACTIVE", True)
    assert "password" not in str({key: value for key, value in made.items() if value})
    client = gateway.client()
    assert client.sign_in("NEW@trellis.example", STRONG).status_code == 201
    assert client.get("/v1/me").json["roles"][0]["name"] == "Sales rep"


def test_an_address_belongs_to_one_person_whatever_its_case(gateway: Gateway) -> None:
    admin = gateway.signed_in("admin")
    body = {"email": "REP@Trellis.Example", "name": "Twin", "password": STRONG}
    taken = admin.post("/v1/users", body)
    assert (taken.status_code, taken.json["reason"]) == (409, "USER_EXISTS")
    other = create(admin)
    moved = admin.patch(f"/v1/users/{other['id']}", {"email": "Rep@trellis.example"})
    assert (moved.status_code, moved.json["reason"]) == (409, "USER_EXISTS")


@pytest.mark.parametrize(
    "password", ["short", "New Person 123", "password1234", "aaaaaaaaaaaaaaaa", "x" * 129]
)
def test_a_weak_password_is_refused(gateway: Gateway, password: str) -> None:
    body = {"email": "new@trellis.example", "name": "New Person", "password": password}
    answer = gateway.signed_in("admin").post("/v1/users", body)
    assert answer.status_code == 400
    assert answer.json["errors"][0]["pointer"] == "#/password"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("email", "nobody"),
        ("email", ""),
        ("name", "  "),
        ("time_zone", "Europe/Atlantis"),
        ("locale", "english"),
        ("team_ids", ["01937b5e-7c00-7000-8000-000000000001"]),
        ("role_ids", ["01937b5e-7c00-7000-8000-000000000001"]),
        ("role_ids", ["admin"]),
        ("state", "DISABLED"),
        ("id", "01937b5e-7c00-7000-8000-000000000001"),
        ("present", False),
        ("password_hash", "x"),
    ],
)
def test_a_field_that_breaks_its_rule_is_named(gateway: Gateway, field: str, value: object) -> None:
    admin = gateway.signed_in("admin")
    body = {"email": "new@trellis.example", "name": "New", "password": STRONG, field: value}
    answer = admin.post("/v1/users", body)
    assert answer.status_code == 400, answer.text
    assert answer.json["errors"][0]["pointer"].startswith(f"#/{field}")


def test_a_password_is_changed_by_verbs_only(gateway: Gateway) -> None:
    admin = gateway.signed_in("admin")
    made = create(admin)
    assert admin.patch(f"/v1/users/{made['id']}", {"password": STRONG}).status_code == 400


def test_a_new_password_ends_the_sessions(gateway: Gateway) -> None:
    admin, rep = gateway.signed_in("admin"), gateway.signed_in("rep")
    path = f"/v1/users/{rep.me['id']}:setPassword"
    assert admin.post(path, {"password": "password1234"}).status_code == 400
    assert admin.post(path, {"password": STRONG}).status_code == 204
    eventually(lambda: rep.get("/v1/me").status_code == 401)
    assert gateway.client().sign_in("rep@trellis.example", STRONG).status_code == 201


def test_signing_somebody_out_ends_the_sessions(gateway: Gateway) -> None:
    admin, rep = gateway.signed_in("admin"), gateway.signed_in("rep")
    assert admin.post(f"/v1/users/{rep.me['id']}:signOut").status_code == 204
    eventually(lambda: rep.get("/v1/me").status_code == 401)


def test_a_team_name_is_taken_once(gateway: Gateway) -> None:
    admin = gateway.signed_in("admin")
    taken = admin.post("/v1/teams", {"name": " EUROPE "})
    assert (taken.status_code, taken.json["reason"]) == (409, "TEAM_EXISTS")


def test_a_change_to_what_somebody_else_changed_is_refused(gateway: Gateway) -> None:
    admin = gateway.signed_in("admin")
    user = person(admin, "rep")
    path, etag = f"/v1/users/{user['id']}", f'"{user["etag"]}"'
    assert admin.patch(path, {"name": "Grace O."}, If_Match=etag).status_code == 200
    assert admin.patch(path, {"name": "G. Okafor"}, If_Match=etag).status_code == 412


def test_lists_are_filtered_ordered_and_paged(gateway: Gateway) -> None:
    admin = gateway.signed_in("admin")
    names: list[str] = []
    token = ""
    while page := admin.get(f"/v1/users?page_size=2&order_by=name&page_token={token}").json:
        names += [user["name"] for user in page["users"]]
        token = page["next_page_token"]
        if not token:
            break
    assert names == sorted(names)
    assert len(names) == 5
    europe = admin.get("/v1/teams?filter=name=Europe").json["teams"][0]["id"]
    found = admin.get(f'/v1/users?filter=team_ids:"{europe}" AND state=ACTIVE').json["users"]
    assert {user["name"] for user in found} == {"Marek Nowak", "Inês Carvalho", "Grace Okafor"}


def test_who_is_away_says_so(gateway: Gateway) -> None:
    admin, rep = gateway.signed_in("admin"), gateway.signed_in("rep")
    assert rep.post("/v1/me:markAbsent").json["present"] is False
    assert person(admin, "rep")["present"] is False
    assert admin.post(f"/v1/users/{rep.me['id']}:markPresent").json["present"] is True
