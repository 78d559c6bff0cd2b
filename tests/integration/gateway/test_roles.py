"""Roles: what they allow, and that nobody gives away more than they have."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.harness.waiting import eventually
from tests.integration.gateway.conftest import Client, Gateway
from tests.integration.gateway.people import STRONG, create, person, role_ids


def test_a_changed_role_holds_within_a_second(gateway: Gateway) -> None:
    admin, rep = gateway.signed_in("admin"), gateway.signed_in("rep")
    assert rep.get("/v1/audit").status_code == 403
    role = role_ids(admin)["rep"]
    grants = admin.get(f"/v1/roles/{role}").json["grants"]
    wider = [*grants, {"permission": "audit.read", "reach": "ALL"}]
    assert admin.patch(f"/v1/roles/{role}", {"grants": wider}).status_code == 200
    eventually(lambda: rep.get("/v1/audit").status_code == 200)
    assert admin.patch(f"/v1/roles/{role}", {"grants": grants}).status_code == 200
    eventually(lambda: rep.get("/v1/audit").status_code == 403)


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


def test_a_team_is_joined_through_who_belongs_to_it_or_manages_teams(gateway: Gateway) -> None:
    admin = gateway.signed_in("admin")
    teams = {team["name"]: team["id"] for team in admin.get("/v1/teams").json["teams"]}
    grants = [{"permission": name, "reach": "ALL"} for name in ("users.write", "teams.read")]
    role = admin.post("/v1/roles", {"key": "people", "name": "People", "grants": grants}).json
    create(admin, email="people@trellis.example", role_ids=[role["id"]], team_ids=[teams["Europe"]])
    people = gateway.client()
    people.sign_in("people@trellis.example", STRONG)
    path = f"/v1/users/{people.me['id']}"
    other = people.patch(path, {"team_ids": list(teams.values())})
    assert (other.status_code, other.json["reason"]) == (403, "WIDER_THAN_YOURS")
    assert create(people, team_ids=[teams["Europe"]])["team_ids"] == [teams["Europe"]]


def test_two_admins_who_disable_each_other_leave_one(gateway: Gateway) -> None:
    first = gateway.signed_in("admin")
    second = create(first, role_ids=[role_ids(first)["admin"]])
    other = gateway.client()
    other.sign_in("new@trellis.example", STRONG)
    paths = [f"/v1/users/{user}:disable" for user in (second["id"], first.me["id"])]
    pairs = zip((first, other), paths, strict=True)
    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(lambda pair: pair[0].post(pair[1]), pairs))
    assert sorted(answer.status_code for answer in answers)[0] == 200
    admins = gateway.rows(
        "SELECT 1 FROM users WHERE state = 'ACTIVE' AND role_ids && "
        "(SELECT array_agg(id::text) FROM roles WHERE key = 'admin')"
    )
    assert len(admins) == 1


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


def test_the_catalogue_of_permissions_names_the_routes(gateway: Gateway) -> None:
    known = gateway.signed_in("admin").get("/v1/permissions").json["permissions"]
    by_name = {one["permission"]: one for one in known}
    assert "GET /v1/contacts" in by_name["contacts.read"]["routes"]
    assert by_name["contacts.read"]["scoped"]
    assert not by_name["users.read"]["scoped"]


def test_who_lacks_a_permission_is_told_who_holds_it(gateway: Gateway) -> None:
    rep = gateway.signed_in("rep")
    answer = rep.get("/v1/permissions/audit.read:explain")
    assert answer.json["role_names"] == ["Admin"]
    assert gateway.signed_in("admin").me["name"] in answer.json["user_names"]
    assert rep.get("/v1/permissions/audit.paint:explain").status_code == 404
    assert gateway.client().get("/v1/permissions/audit.read:explain").status_code == 401
