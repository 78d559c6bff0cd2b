"""Sentences about every RPC: its route, permission, scope, comment and example."""

import re
from collections import defaultdict

import pytest
from google.protobuf import json_format
from google.protobuf.message_factory import GetMessageClass

from chassis import validation
from tests.contract.protos import Rpc, behaviours, comment_of, messages, rpcs

every_rpc = pytest.mark.parametrize("rpc", rpcs(), ids=str)
WRITES = [rpc for rpc in rpcs() if not rpc.reads]
CODES = (
    "INVALID_ARGUMENT|FAILED_PRECONDITION|NOT_FOUND|ALREADY_EXISTS|ABORTED|PERMISSION_DENIED"
    "|UNAUTHENTICATED|RESOURCE_EXHAUSTED|OUT_OF_RANGE|UNAVAILABLE"
)

#: Writes that are never refused for a reason of their own, and why.
NEVER_REFUSED = {
    "MarkMeAbsent": "whoever is signed in may, whatever was said before",
    "MarkMePresent": "whoever is signed in may, whatever was said before",
}


def shape(path: str) -> str:
    """A path with every variable alike: two RPCs on one shape could not be told apart."""
    return re.sub(r"\{[^}]*\}", "{}", path)


def collections(service: str) -> set[str]:
    """The collections in a service's paths: what its permissions are about."""
    paths = [path for rpc in rpcs() if rpc.service == service for _, path in rpc.routes]
    return {word for path in paths for word in path.partition(":")[0].split("/")[2:]}


@every_rpc
def test_every_rpc_has_a_route_below_v1(rpc: Rpc) -> None:
    assert rpc.routes
    for _, path in rpc.routes:
        assert re.fullmatch(r"/v1(/([a-z][a-z_]*|\{[a-z_.]+\}))+(:[a-z][a-zA-Z]*)?", path)


def test_no_two_rpcs_share_a_route() -> None:
    taken = defaultdict(list)
    for rpc in rpcs():
        for verb, path in rpc.routes:
            taken[verb, shape(path)].append(str(rpc))
    assert {route: names for route, names in taken.items() if len(names) > 1} == {}


@every_rpc
def test_every_variable_of_a_path_is_a_field_of_the_request(rpc: Rpc) -> None:
    for _, path in rpc.routes:
        for variable in re.findall(r"\{([^}]*)\}", path):
            message = rpc.input
            for name in variable.split("."):
                assert name in message.fields_by_name, f"{variable} in {path}"
                message = message.fields_by_name[name].message_type or message


@every_rpc
def test_every_body_is_everything_or_one_field_of_the_request(rpc: Rpc) -> None:
    carries = {verb for verb, _ in rpc.routes} & {"post", "patch", "put"}
    assert bool(rpc.body) == bool(carries), "POST and PATCH have a body, GET and DELETE have none"
    assert rpc.body in {"", "*", *rpc.input.fields_by_name}


@every_rpc
def test_every_rpc_says_who_may_call_it(rpc: Rpc) -> None:
    assert rpc.permission in {"public", "signed_in"} or re.fullmatch(
        r"[a-z][a-z_]*\.[a-z][a-z_]*", rpc.permission
    )


@every_rpc
def test_every_permission_is_about_something_its_service_serves(rpc: Rpc) -> None:
    if rpc.permission not in {"public", "signed_in"}:
        assert rpc.permission.split(".")[0] in collections(rpc.service)


@every_rpc
def test_reading_needs_no_right_to_write_and_writing_needs_more_than_reading(rpc: Rpc) -> None:
    action = rpc.permission.rpartition(".")[2]
    if rpc.reads:
        assert action not in {"write", "delete", "create", "update"}
    else:
        assert action not in {"read", "export"}


@every_rpc
def test_every_rpc_says_whether_it_touches_records_that_are_owned(rpc: Rpc) -> None:
    assert rpc.scope in {"SCOPE_RECORDS", "SCOPE_GLOBAL"}


@every_rpc
def test_a_resource_with_an_owner_is_served_within_scope(rpc: Rpc) -> None:
    found = [rpc.output, rpc.input]
    for message in (rpc.output, rpc.input):
        found += [field.message_type for field in message.fields if field.message_type]
    owned = [message.name for message in found if "owner_id" in message.fields_by_name]
    if owned:
        assert rpc.scope == "SCOPE_RECORDS", f"it shows or takes {owned[0]}"


@every_rpc
def test_every_rpc_is_explained_in_sentences(rpc: Rpc) -> None:
    assert rpc.comment
    assert rpc.comment[0].isupper()
    assert rpc.comment.endswith("."), rpc.comment[-60:]


@pytest.mark.parametrize("rpc", WRITES, ids=str)
def test_every_write_names_the_errors_it_may_answer_with(rpc: Rpc) -> None:
    if rpc.name not in NEVER_REFUSED and not rpc.name.startswith("Batch"):  # told item by item
        assert re.search(CODES, rpc.comment), rpc.comment


@every_rpc
def test_every_reason_in_a_comment_is_written_like_a_reason(rpc: Rpc) -> None:
    for words in re.findall(rf"(?:{CODES}): ([^a-z\s(]\S*)", rpc.comment):
        assert re.fullmatch(r"[A-Z][A-Z_]+[,.;]?", words), words


@every_rpc
def test_every_example_is_a_request_that_would_be_accepted(rpc: Rpc) -> None:
    request = json_format.Parse(rpc.example or "{}", GetMessageClass(rpc.input)())
    validation.check(request)


@every_rpc
def test_an_example_shows_what_the_path_needs(rpc: Rpc) -> None:
    for _, path in rpc.routes:
        for variable in re.findall(r"\{([^}]*)\}", path):
            assert f'"{variable.split(".")[0]}"' in rpc.example


@every_rpc
def test_a_required_field_is_not_set_by_the_system(rpc: Rpc) -> None:
    for field in rpc.input.fields:
        assert not {"REQUIRED", "OUTPUT_ONLY"} <= behaviours(field)


@pytest.mark.parametrize("message", messages(), ids=lambda m: m.full_name)
def test_every_message_that_is_more_than_a_request_has_a_comment(message: object) -> None:
    name = message.name  # type: ignore[attr-defined]
    if not name.endswith(("Request", "Response")):
        assert comment_of().get(message.full_name)  # type: ignore[attr-defined]
