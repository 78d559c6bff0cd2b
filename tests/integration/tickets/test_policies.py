"""Service levels are data: who changes them changes the clocks that still run."""

from datetime import UTC, timedelta
from typing import Any

import pytest
from crm.tickets.v1 import policies_pb2 as pb
from crm.tickets.v1 import policies_pb2_grpc
from crm.tickets.v1 import tickets_pb2 as tickets_pb

from tests.harness.people import AsPerson, Person
from tests.harness.refusals import refused
from tests.harness.services import Running
from tests.integration.tickets.conftest import Clockwork
from tests.integration.tickets.told import Tickets, create

HOUR = 3600
Policies = policies_pb2_grpc.PolicyServiceStub


@pytest.fixture
def policies(tickets_server: Running) -> Policies:
    return tickets_server.stub(Policies)


@pytest.fixture
def boss(as_person: AsPerson) -> Person:
    return as_person({"tickets.*": "all", "sla_policies.*": "all"})


def change(policies: Policies, person: Person, policy_id: str, **fields: Any) -> pb.Policy:
    request = pb.UpdatePolicyRequest(
        policy={"id": policy_id, **fields}, update_mask={"paths": [*fields]}
    )
    return policies.UpdatePolicy(request, metadata=person.metadata())


def clock(tickets: Tickets, person: Person, ticket_id: str) -> tickets_pb.SlaClock:
    request = tickets_pb.ShowSlaRequest(ticket_id=ticket_id)
    return tickets.ShowSla(request, metadata=person.metadata()).clocks[0]


def test_what_still_runs_is_measured_anew_and_says_so(
    policies: Policies, tickets: Tickets, boss: Person, clockwork: Clockwork
) -> None:
    ticket, other = create(tickets, boss), create(tickets, boss, priority="LOW")
    before = clock(tickets, boss, ticket.id)
    change(policies, boss, "normal", first_response_seconds=HOUR)
    clockwork.after(timedelta(seconds=1))
    after = clock(tickets, boss, ticket.id)

    assert (before.target_seconds, after.target_seconds) == (4 * HOUR, HOUR)
    moved = before.due_time.ToDatetime(tzinfo=UTC) - after.due_time.ToDatetime(tzinfo=UTC)
    assert moved == timedelta(hours=3)
    assert after.changes[0].old_due_time == before.due_time
    assert not clock(tickets, boss, other.id).changes


def test_another_week_and_a_holiday_move_what_is_due(
    policies: Policies, tickets: Tickets, boss: Person, clockwork: Clockwork
) -> None:
    ticket = create(tickets, boss)
    hours = [{"day": "tue", "start": "08:00", "end": "10:00"}]
    hours += [{"day": "wed", "start": "08:00", "end": "12:00"}]
    change(
        policies, boss, "normal", time_zone="Europe/Berlin", hours=hours, holidays=["2030-01-08"]
    )
    clockwork.after(timedelta(seconds=1))
    found = clock(tickets, boss, ticket.id)
    due = found.due_time.ToDatetime(tzinfo=UTC)
    assert (due.isoformat()) == "2030-01-09T11:00:00+00:00"
    assert found.calendar == "Tue 08:00-10:00, Wed 08:00-12:00 (Europe/Berlin)"


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"time_zone": "Mars/Olympus"}, "time_zone"),
        ({"hours": []}, "hours"),
        ({"hours": [{"day": "mon", "start": "10:00", "end": "09:00"}]}, "hours"),
        ({"holidays": ["2030-13-01"]}, "holidays"),
        ({"first_response_seconds": 0}, "first_response_seconds"),
        ({"first_response_seconds": HOUR, "resolution_seconds": HOUR - 1}, "resolution_seconds"),
    ],
    ids=["unknown zone", "no hour", "backwards", "no day", "no time", "solved before answered"],
)
def test_a_policy_that_could_not_work_is_refused(
    policies: Policies, boss: Person, fields: dict[str, Any], field: str
) -> None:
    with refused("INVALID_ARGUMENT") as refusal:
        change(policies, boss, "high", **fields)
    assert [*refusal.violations] == [field]


def test_policies_come_from_low_to_urgent_and_keep_their_etag(
    policies: Policies, boss: Person
) -> None:
    listed = policies.ListPolicies(pb.ListPoliciesRequest(), metadata=boss.metadata()).policies
    assert [policy.id for policy in listed] == ["low", "normal", "high", "urgent"]
    assert len(listed[0].hours) == 5
    change(policies, boss, "low", resolution_seconds=20 * HOUR)
    with refused("ABORTED", "ETAG_MISMATCH"):
        change(policies, boss, "low", etag=listed[0].etag, resolution_seconds=21 * HOUR)
    with refused("NOT_FOUND", "POLICY_NOT_FOUND"):
        change(policies, boss, "odd", resolution_seconds=HOUR)
