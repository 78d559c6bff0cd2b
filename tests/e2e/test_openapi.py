"""The API keeps to its own description: every operation, with input that fits and that does not."""

import re
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pytest
import requests
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import Case, GenerationMode
from schemathesis import checks as known
from schemathesis.openapi import from_dict
from schemathesis.specs.openapi import checks as conformance

from tests.contract.protos import Rpc, rpcs
from tests.e2e.records import MISSING
from tests.e2e.surfaces import SURFACES
from tests.e2e.world import Person, World
from tests.harness.http import Client, made, problem
from tests.harness.suite import Suite

pytestmark = pytest.mark.timeout(120)
EXAMPLES = 12  # for each operation and kind of input: all of them take three minutes at most
CHECKS = [
    known.not_a_server_error,
    *(
        getattr(conformance, name)
        for name in (
            "status_code_conformance",
            "content_type_conformance",
            "response_schema_conformance",
            "response_headers_conformance",
        )
    ),
]


#: RPCs that are not called with whatever comes along, and why.
SPARED = {"AdvanceClock": "it moves the clock of every other test, and time never runs back"}


@pytest.fixture(scope="module")
def described(suite: Suite) -> dict[str, Any]:
    """The OpenAPI document as integrators get it."""
    with suite.stranger() as stranger:
        return made(stranger.get("/v1/openapi.json"))


@pytest.fixture(scope="module")
def operator(world: World) -> Person:
    """Somebody who may do everything, so that nothing is merely forbidden."""
    return world.person({"*": "all"})


@pytest.fixture
def tidy(world: World) -> Iterator[None]:
    """Custom fields made by chance are deleted: a required one would be in everybody's way."""
    yield
    for field in made(world.admin.get("/v1/fields"))["fields"]:
        made(world.admin.delete(f"/v1/fields/{field['id']}"))


def operations(described: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Every operation by its id."""
    return {
        operation["operationId"]: operation
        for path in described["paths"].values()
        for operation in path.values()
        if isinstance(operation, dict) and "operationId" in operation
    }


def test_every_rpc_is_described_and_nothing_else_is(described: dict[str, Any]) -> None:
    assert set(operations(described)) >= {str(rpc) for rpc in rpcs()}


def test_everything_that_touches_records_is_in_the_scope_matrix(described: dict[str, Any]) -> None:
    found = operations(described)
    scoped = {name for name, op in found.items() if op.get("x-scope") == "records"}
    assert scoped == set(SURFACES)


def asked(client: Client, rpc: Rpc) -> requests.Response:
    """An RPC over HTTP with nothing in its body, about a record that is not there."""
    verb, path = rpc.routes[0]
    return client.call(verb.upper(), re.sub(r"\{[^}]*\}", MISSING, path))


@pytest.mark.parametrize("rpc", rpcs(), ids=str)
def test_a_stranger_is_asked_to_sign_in(rpc: Rpc, suite: Suite) -> None:
    with suite.stranger() as stranger:
        answer = asked(stranger, rpc)
    if rpc.permission == "public":
        assert answer.status_code not in (401, 403)
    else:
        problem(answer, 401)
        assert answer.headers["WWW-Authenticate"]


@pytest.mark.parametrize("rpc", rpcs(), ids=str)
def test_who_lacks_the_permission_hears_so_before_anything_is_read(rpc: Rpc, world: World) -> None:
    nobody = world["nobody"]
    answer = asked(nobody.client, rpc)
    if rpc.permission in ("public", "signed_in") or nobody.reach(rpc.permission):
        assert answer.status_code != 403 or answer.json()["reason"] != "PERMISSION_REQUIRED"
    else:
        told = problem(answer, 403, "PERMISSION_REQUIRED")
        assert told["metadata"]["permission"] == rpc.permission


@pytest.mark.last  # whatever comes along changes everybody's policies, too
@pytest.mark.usefixtures("tidy")
@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
@pytest.mark.parametrize("rpc", [rpc for rpc in rpcs() if rpc.name not in SPARED], ids=str)
def test_answers_are_as_described(
    rpc: Rpc, mode: GenerationMode, suite: Suite, operator: Person, described: dict[str, Any]
) -> None:
    schema = from_dict(described)
    operation = schema.find_operation_by_id(str(rpc))
    session = requests.Session()
    session.headers["Authorization"] = f"Bearer {operator.api_key}"

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def holds(case: Case) -> None:
        response = case.call(base_url=suite.url, session=session, timeout=15)
        case.validate_response(response, checks=CHECKS)

    nothing_to_try = [Unsatisfiable] if mode is GenerationMode.NEGATIVE else []
    with session, suppress(*nothing_to_try):  # where whatever is sent fits
        holds()
