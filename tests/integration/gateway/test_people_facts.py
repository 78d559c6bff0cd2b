"""What the services are told about people: each change once, with the person after it."""

from datetime import UTC, datetime, timedelta
from typing import Any

from chassis.due_timers import DueTimers
from chassis.reactions import collect_timers
from chassis.service import Parts
from gateway.accounts import permissions
from gateway.accounts.composition import use_cases
from gateway.accounts.seeding import Seeding
from gateway.accounts.users.reactions import PresenceReactions
from tests.integration.gateway.conftest import Gateway
from tests.integration.gateway.people import create, person, role_ids


def told(gateway: Gateway, subject: str) -> list[tuple[str, dict[str, Any]]]:
    """(fact, data) of the facts about a user or team, oldest first."""
    rows = gateway.rows(f"SELECT type, data FROM outbox WHERE subject = '{subject}' ORDER BY seq")
    return [(kind.rpartition(".")[2], data) for kind, data in rows]


def ring(gateway: Gateway) -> bool:
    """What the worker does at a tick: the timer that is due."""
    timers = DueTimers(gateway.database, collect_timers([PresenceReactions()]))
    return timers.step(lambda: None)


def test_everybody_who_was_seeded_is_told_with_roles_and_teams(gateway: Gateway) -> None:
    rep = person(gateway.signed_in("admin"), "rep")
    ((fact, data),) = told(gateway, f"users/{rep['id']}")
    assert fact == "UserCreated"
    assert data["user"]["role_keys"] == ["rep"]
    assert data["user"]["team_ids"] == rep["team_ids"]
    assert (data["user"]["active"], data["user"]["present"]) == (True, True)


def test_a_change_tells_what_changed_and_the_new_etag(gateway: Gateway) -> None:
    admin = gateway.signed_in("admin")
    made = create(admin)
    changed = admin.patch(f"/v1/users/{made['id']}", {"role_ids": [role_ids(admin)["agent"]]}).json
    fact, data = told(gateway, f"users/{made['id']}")[-1]
    assert fact == "UserUpdated"
    assert data["changes"]["role_ids"]["new"] == changed["role_ids"]
    assert data["user"]["role_keys"] == ["agent"]
    assert data["user"]["etag"] == changed["etag"]


def test_what_changes_nothing_tells_nothing(gateway: Gateway) -> None:
    admin = gateway.signed_in("admin")
    made = create(admin)
    admin.patch(f"/v1/users/{made['id']}", {"name": made["name"]})
    admin.post(f"/v1/users/{made['id']}:markPresent")
    assert [fact for fact, _ in told(gateway, f"users/{made['id']}")] == ["UserCreated"]


def test_who_is_shut_out_is_told_as_inactive_and_a_refusal_tells_nothing(gateway: Gateway) -> None:
    admin = gateway.signed_in("admin")
    made = create(admin)
    admin.post(f"/v1/users/{made['id']}:disable")
    assert admin.post(f"/v1/users/{made['id']}:disable").status_code == 400
    facts = told(gateway, f"users/{made['id']}")
    assert [fact for fact, _ in facts] == ["UserCreated", "UserUpdated"]
    assert facts[-1][1]["user"]["active"] is False


def test_no_fact_carries_a_password_or_its_hash(gateway: Gateway) -> None:
    create(gateway.signed_in("admin"))
    assert gateway.rows("SELECT 1 FROM outbox WHERE data::text LIKE '%assword%'") == []


def test_an_absence_until_a_time_ends_by_itself(gateway: Gateway) -> None:
    rep = gateway.signed_in("rep")
    until = datetime.now(UTC) + timedelta(days=2)
    away = rep.post("/v1/me:markAbsent", {"until_time": until.isoformat()}).json
    assert (away["present"], away["absent_until_time"][:10]) == (False, until.date().isoformat())
    assert ring(gateway) is False
    gateway.clock.offset = timedelta(days=2, minutes=1)
    assert ring(gateway) is True
    facts = told(gateway, f"users/{away['id']}")
    assert [data["user"]["present"] for _, data in facts] == [True, False, True]
    assert "absent_until_time" not in facts[-1][1]["user"]


def test_who_comes_back_early_is_not_brought_back_again(gateway: Gateway) -> None:
    rep = gateway.signed_in("rep")
    until = (datetime.now(UTC) + timedelta(days=2)).isoformat()
    rep.post("/v1/me:markAbsent", {"until_time": until})
    assert rep.post("/v1/me:markPresent").json["present"] is True
    rep.post("/v1/me:markAbsent")
    gateway.clock.offset = timedelta(days=3)
    assert ring(gateway) is False


def test_an_absence_cannot_end_before_it_begins(gateway: Gateway) -> None:
    past = (datetime.now(UTC) - timedelta(minutes=1)).isoformat()
    refused = gateway.signed_in("rep").post("/v1/me:markAbsent", {"until_time": past})
    assert refused.status_code == 400
    assert refused.json["errors"][0]["pointer"] == "#/until_time"


def test_teams_are_told_from_their_first_day_to_their_last(gateway: Gateway) -> None:
    admin = gateway.signed_in("admin")
    team = admin.post("/v1/teams", {"name": "Asia"}).json
    admin.patch(f"/v1/teams/{team['id']}", {"name": "APAC"})
    admin.delete(f"/v1/teams/{team['id']}")
    facts = told(gateway, f"teams/{team['id']}")
    assert [fact for fact, _ in facts] == ["TeamCreated", "TeamUpdated", "TeamDeleted"]
    assert facts[1][1]["changes"]["name"] == {"old": "Asia", "new": "APAC"}


def test_people_from_before_facts_were_told_are_told_once(gateway: Gateway) -> None:
    gateway.rows("DELETE FROM outbox WHERE subject LIKE 'users/%' RETURNING 1")
    parts = Parts(gateway.settings, gateway.database, gateway.clock)
    untold = Seeding(gateway.database, use_cases(parts, permissions.of_suite()))
    assert untold.people() == 5
    assert untold.people() == 0
