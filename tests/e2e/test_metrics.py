"""What processes tell a Prometheus: all do, in names of ours alone, and to nobody outside."""

import re
from collections.abc import Callable

import pytest
from prometheus_client.parser import text_string_to_metric_families

from deploy.local.processes import PROGRAMS
from tests.e2e.records import MISSING
from tests.e2e.world import World
from tests.harness.http import Client, made, problem
from tests.harness.suite import Suite
from tests.harness.waiting import eventually

PROCESSES = [f"{program.name}.{role}" for program in PROGRAMS for role in program.roles]
HTTP, RPC = "http_server_request_duration_seconds", "grpc_server_handling_seconds"
OK = {"http_response_status_code": "200"}
NOT_FOUND = {"grpc_code": "NOT_FOUND"}
OUTBOX = "trellis_outbox_oldest_seconds"


def value(suite: Suite, process: str, name: str, **labels: str) -> float:
    """The sum of a metric's values that have these labels."""
    return sum(
        sample.value
        for family in text_string_to_metric_families(suite.metrics(process))
        for sample in family.samples
        if sample.name == name and labels.items() <= sample.labels.items()
    )


def grows(read: Callable[[], float]) -> Callable[[], bool]:
    """Whether it is more than it was now."""
    before = read()
    return lambda: read() > before


@pytest.mark.parametrize("process", PROCESSES)
def test_every_process_tells(suite: Suite, process: str) -> None:
    told = eventually(lambda: suite.metrics(process), what=f"{process} tells")
    assert "trellis_streams_open" in told
    assert "_created" not in told


def test_one_request_is_counted_where_it_went(suite: Suite, world: World) -> None:
    client: Client = world["chief"].client
    contact = made(client.post("/v1/contacts", {"last_name": "Metric", "email": "me@tric.example"}))
    path = "/v1/contacts/{id}"
    rpc = {"grpc_service": "crm.leads.v1.ContactService", "grpc_method": "GetContact"}
    http = {"http_request_method": "GET", "http_route": path}
    more = [
        grows(lambda: value(suite, "gateway.server", f"{HTTP}_count", **http, **OK)),
        grows(lambda: value(suite, "leads.server", f"{RPC}_count", **rpc, grpc_code="OK")),
    ]
    missing = grows(lambda: value(suite, "leads.server", f"{RPC}_count", **rpc, **NOT_FOUND))
    assert client.get(f"/v1/contacts/{contact['id']}").status_code == 200
    for grown in more:
        eventually(grown, within=10)
    assert not missing()
    problem(client.get(f"/v1/contacts/{MISSING}"), 404)
    eventually(missing, within=10)
    for process in ("gateway.server", "leads.server", "leads.worker"):
        told = suite.metrics(process)
        assert "tric" not in told
        assert not re.search(r"[0-9a-f]{8}-[0-9a-f]{4}", told), "an id is no label"


def test_what_follows_a_fact_is_counted_by_who_published_and_who_followed(
    suite: Suite, world: World
) -> None:
    published = grows(lambda: value(suite, "leads.relay", "trellis_published_events_total"))
    followed = {"handler": "ContactReactions.follow_contact", "outcome": "done"}
    follows = grows(
        lambda: value(suite, "deals.worker", "trellis_reaction_seconds_count", **followed)
    )
    made(world["chief"].client.post("/v1/contacts", {"last_name": "Metric"}))
    eventually(published, within=20)
    eventually(follows, within=20)


def test_facts_that_wait_are_seen_to_wait(suite: Suite, world: World) -> None:
    with suite.without("rabbitmq"):
        made(world["chief"].client.post("/v1/contacts", {"last_name": "Waits"}))
        eventually(lambda: value(suite, "leads.relay", OUTBOX, lane="usual") > 1, within=20)
    eventually(suite.ready, within=60, what="the suite is ready again")
    eventually(
        lambda: suite.metrics("leads.relay") and not value(suite, "leads.relay", OUTBOX), within=60
    )


def test_a_process_that_starts_again_tells_again(suite: Suite) -> None:
    suite.kill("gateway.server")
    eventually(lambda: suite.metrics("gateway.server"), within=30)
    eventually(suite.ready, within=60, what="the suite is ready again")


def test_nobody_outside_is_told(suite: Suite) -> None:
    with suite.admin() as admin:
        problem(admin.get("/metrics"), 404)
