"""Users, teams and roles: what admins do, and what nobody can."""

import pytest

from tests.harness.waiting import eventually
from tests.integration.gateway.conftest import Client, Gateway

STRONG = "a wide sea of compilers"


def create(admin: Client, **fields: object) -> dict[str, str]:
    """A new user."""
    values = {"email": "new@trellis.example", "name": "New Person", "password": STRONG, **fields}
    answer = admin.post("/v1/users", values)
    assert answer.status_code == 201, answer.text
    document: dict[str, str] = answer.json
    return document


def role_ids(admin: Client) -> dict[str, str]:
    """Key -> id."""
    return {role["key"]: role["id"] for role in admin.get("/v1/roles").json["roles"]}


def person(admin: Client, role: str) -> dict[str, str]:
    """The demo person of a role."""
    found = admin.get(f'/v1/users?filter=email="{role}@trellis.example"').json["users"]
    document: dict[str, str] = found[0]
    return document


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
    eventually(lambda: rep.get("/v1/me").status_code == 401, within=1.0)
    assert gateway.client().sign_in("rep@trellis.example", STRONG).status_code == 201


def test_signing_somebody_out_ends_the_sessions(gateway: Gateway) -> None:
    admin, rep = gateway.signed_in("admin"), gateway.signed_in("rep")
    assert admin.post(f"/v1/users/{rep.me['id']}:signOut").status_code == 204
    eventually(lambda: rep.get("/v1/me").status_code == 401, within=1.0)


def test_a_changed_role_holds_within_a_second(gateway: Gateway) -> None:
    admin, rep = gateway.signed_in("admin"), gateway.signed_in("rep")
    assert rep.get("/v1/audit").status_code == 403
    role = role_ids(admin)["rep"]
    grants = admin.get(f"/v1/roles/{role}").json["grants"]
    wider = [*grants, {"permission": "audit.read", "reach": "ALL"}]
    assert admin.patch(f"/v1/roles/{role}", {"grants": wider}).status_code == 200
    eventually(lambda: rep.get("/v1/audit").status_code == 200, within=1.0)
    assert admin.patch(f"/v1/roles/{role}", {"grants": grants}).status_code == 200
    eventually(lambda: rep.get("/v1/audit").status_code == 403, within=1.0)


def test_the_last_admin_stays(gateway: Gateway) -> None:
    admin = gateway.signed_in("admin")
    me = admin.me["id"]
    for answer in (
        admin.post(f"/v1/users/{me}:disable"),
        admin.patch(f"/v1/users/{me}", {"role_ids": []}),
    ):
        assert (answer.status_code, answer.json["reason"]) == (400, "LAST_ADMIN")
    create(admin, role_ids=[role_ids(admin)["admin"]])
    assert admin.patch(f"/v1/users/{me}", {"role_ids": []}).status_code == 200


def test_the_admin_role_stays_as_it_is(gateway: Gateway) -> None:
    admin = gateway.signed_in("admin")
    role = role_ids(admin)["admin"]
    grants = [{"permission": "contacts.read", "reach": "OWN"}]
    for answer in (
        admin.patch(f"/v1/roles/{role}", {"grants": grants}),
        admin.delete(f"/v1/roles/{role}"),
    ):
        assert (answer.status_code, answer.json["reason"]) == (400, "ROLE_LOCKED")


@pytest.fixture
def office(gateway: Gateway) -> Client:
    """Somebody who manages people, but may do little else."""
    admin = gateway.signed_in("admin")
    grants = [
        {"permission": name, "reach": "ALL"}
        for name in ("users.*", "roles.*", "teams.*", "api_keys.*", "contacts.read")
    ]
    role = admin.post("/v1/roles", {"key": "office", "name": "Office", "grants": grants}).json
    create(admin, email="office@trellis.example", role_ids=[role["id"]])
    client = gateway.client()
    assert client.sign_in("office@trellis.example", STRONG).status_code == 201
    return client


def test_nobody_gives_away_more_than_they_have(gateway: Gateway, office: Client) -> None:
    roles = role_ids(office)
    admin, me = person(office, "admin"), office.me
    wider = [{"permission": "contacts.*", "reach": "ALL"}]
    for answer in (
        office.patch(f"/v1/users/{me['id']}", {"role_ids": [roles["admin"]]}),
        office.post(
            "/v1/users",
            {"email": "x@y.example", "name": "X", "password": STRONG, "role_ids": [roles["rep"]]},
        ),
        office.post("/v1/roles", {"key": "big", "name": "Big", "grants": wider}),
        office.patch(f"/v1/roles/{roles['office']}", {"grants": wider}),
        office.post(f"/v1/users/{admin['id']}:setPassword", {"password": STRONG}),
        office.post(f"/v1/users/{admin['id']}:disable"),
        office.post(f"/v1/users/{admin['id']}:signOut"),
        office.patch(f"/v1/users/{admin['id']}", {"email": "mine@trellis.example"}),
        office.post("/v1/api_keys", {"name": "Big", "scopes": ["contacts.*"]}),
    ):
        assert (answer.status_code, answer.json["reason"]) == (403, "WIDER_THAN_YOURS")
    assert gateway.signed_in("admin").me["email"] == "admin@trellis.example"


def test_nobody_takes_away_what_they_could_not_give(office: Client) -> None:
    grants = [{"permission": "contacts.read", "reach": "OWN"}]
    answer = office.patch(f"/v1/roles/{role_ids(office)['rep']}", {"grants": grants})
    assert (answer.status_code, answer.json["reason"]) == (403, "WIDER_THAN_YOURS")


def test_what_one_has_may_be_given(office: Client) -> None:
    grants = [{"permission": "contacts.read", "reach": "TEAM"}]
    role = office.post("/v1/roles", {"key": "reader", "name": "Reader", "grants": grants})
    assert role.status_code == 201
    made = create(office, role_ids=[role.json["id"]])
    assert office.post(f"/v1/users/{made['id']}:disable").status_code == 200
    again = office.post(f"/v1/users/{made['id']}:disable")
    assert (again.status_code, again.json["reason"]) == (400, "USER_DISABLED")
    assert office.post(f"/v1/users/{made['id']}:enable").json["state"] == "ACTIVE"


@pytest.mark.parametrize(
    "grants",
    [
        [{"permission": "unicorns.*", "reach": "ALL"}],
        [{"permission": "contacts.read"}],
        [{"permission": "contacts.read", "reach": "EVERYWHERE"}],
        [{"permission": "Contacts", "reach": "ALL"}],
        [{"permission": "contacts.read", "reach": "OWN"}] * 2,
    ],
)
def test_a_grant_that_means_nothing_is_refused(gateway: Gateway, grants: object) -> None:
    body = {"key": "odd", "name": "Odd", "grants": grants}
    answer = gateway.signed_in("admin").post("/v1/roles", body)
    assert answer.status_code == 400
    assert answer.json["errors"][0]["pointer"].startswith("#/grants")


def test_roles_and_teams_in_use_are_not_deleted(gateway: Gateway) -> None:
    admin = gateway.signed_in("admin")
    role = admin.post("/v1/roles", {"key": "temp", "name": "Temp"}).json
    team = admin.post("/v1/teams", {"name": "Temps"}).json
    made = create(admin, role_ids=[role["id"]], team_ids=[team["id"]])
    assert admin.delete(f"/v1/roles/{role['id']}").json["reason"] == "ROLE_IN_USE"
    assert admin.delete(f"/v1/teams/{team['id']}").json["reason"] == "TEAM_IN_USE"
    admin.patch(f"/v1/users/{made['id']}", {"role_ids": None, "team_ids": None})
    assert admin.delete(f"/v1/roles/{role['id']}").status_code == 204
    assert admin.delete(f"/v1/teams/{team['id']}").status_code == 204
    assert admin.get(f"/v1/teams/{team['id']}").json["reason"] == "TEAM_NOT_FOUND"


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


def test_the_catalogue_of_permissions_names_the_routes(gateway: Gateway) -> None:
    known = gateway.signed_in("admin").get("/v1/permissions").json["permissions"]
    by_name = {one["permission"]: one for one in known}
    assert "GET /v1/contacts" in by_name["contacts.read"]["routes"]
    assert by_name["contacts.read"]["scoped"]
    assert not by_name["users.read"]["scoped"]
