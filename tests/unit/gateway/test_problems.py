"""One table from errors to answers; never HTML, never an inner message."""

import json
from typing import Any

import grpc
import pytest
from werkzeug import exceptions

from chassis import errors
from gateway import problems
from gateway.transcoding.faults import Fault, Faults, fault
from gateway.transcoding.places import place_of
from tests.unit.gateway.things import abort


class Recorder:
    """Stands in for a server's context: keeps the status a call was ended with."""

    status: Any = None

    def abort_with_status(self, status: Any) -> None:
        self.status = status


def rpc_error(code: grpc.StatusCode, message: str = "No.", **details: Any) -> grpc.RpcError:
    """The error of a call that our services ended; without a reason, that any server ended."""
    trailing: Any = ()
    if details:
        context = Recorder()
        abort(context, code, message, **details)
        trailing = context.status.trailing_metadata

    class Error(grpc.RpcError):
        def code(self) -> grpc.StatusCode:
            return code

        def details(self) -> str:
            return message

        def trailing_metadata(self) -> Any:
            return trailing

    return Error()


TABLE = [
    ("INVALID_ARGUMENT", 400),
    ("FAILED_PRECONDITION", 400),
    ("OUT_OF_RANGE", 400),
    ("UNAUTHENTICATED", 401),
    ("PERMISSION_DENIED", 403),
    ("NOT_FOUND", 404),
    ("ALREADY_EXISTS", 409),
    ("ABORTED", 409),
    ("RESOURCE_EXHAUSTED", 429),
    ("CANCELLED", 499),
    ("UNIMPLEMENTED", 501),
    ("UNAVAILABLE", 503),
    ("DEADLINE_EXCEEDED", 504),
    ("INTERNAL", 500),
    ("UNKNOWN", 500),
    ("DATA_LOSS", 500),
]


@pytest.mark.parametrize(("code", "status"), TABLE)
def test_every_code_has_its_status(code: str, status: int) -> None:
    problem = problems.from_rpc_error(rpc_error(grpc.StatusCode[code], reason="BECAUSE"))
    assert problem.status == status
    assert problem.reason == ("INTERNAL" if status == 500 else "BECAUSE")


def test_the_table_knows_every_code_of_grpc() -> None:
    assert {code for code, _ in TABLE} == {code.name for code in grpc.StatusCode} - {"OK"}


@pytest.mark.parametrize("code", ["INTERNAL", "UNKNOWN", "DATA_LOSS"])
@pytest.mark.parametrize("details", [{}, {"reason": "SQL"}])
def test_what_is_our_own_fault_is_not_explained(code: str, details: dict[str, str]) -> None:
    error = rpc_error(grpc.StatusCode[code], "password=hunter2", **details)
    assert b"hunter2" not in problems.from_rpc_error(error).body("r1")


def test_everything_a_service_says_is_passed_on() -> None:
    error = rpc_error(
        grpc.StatusCode.INVALID_ARGUMENT,
        "The name is wrong.",
        reason="INVALID_FIELD",
        metadata={"limit": "3", "retry_after": "7"},
        fields=["thing.tags[3].name", 'thing.counts["a/b"]', "page_size", "thing"],
    )
    problem = problems.from_rpc_error(error, body="thing")
    assert json.loads(problem.body("r1")) == {
        "type": "/problems/INVALID_FIELD",
        "title": "Bad request",
        "status": 400,
        "detail": "The name is wrong.",
        "instance": "urn:request:r1",
        "code": "INVALID_ARGUMENT",
        "reason": "INVALID_FIELD",
        "request_id": "r1",
        "metadata": {"limit": "3"},
        "errors": [
            {"pointer": "#/tags/3/name", "detail": "is wrong"},
            {"pointer": "#/counts/a~1b", "detail": "is wrong"},
            {"pointer": "#/page_size", "detail": "is wrong"},
            {"pointer": "#", "detail": "is wrong"},
        ],
    }
    assert problem.headers == {"Retry-After": "7"}


def test_a_lost_race_is_a_failed_condition_when_there_was_one() -> None:
    error = rpc_error(grpc.StatusCode.ABORTED, reason="ETAG_MISMATCH")
    assert problems.from_rpc_error(error, conditional=True).status == 412
    assert problems.from_rpc_error(error).status == 409


def test_a_key_used_for_something_else_is_unprocessable() -> None:
    error = rpc_error(grpc.StatusCode.INVALID_ARGUMENT, reason="IDEMPOTENCY_KEY_REUSED")
    assert problems.from_rpc_error(error).status == 422


def test_a_key_in_use_says_when_to_come_back() -> None:
    error = rpc_error(
        grpc.StatusCode.ABORTED, reason="IDEMPOTENCY_KEY_IN_USE", metadata={"retry_after": "1"}
    )
    problem = problems.from_rpc_error(error)
    assert (problem.status, problem.headers) == (409, {"Retry-After": "1"})


def test_a_silent_service_is_told_in_our_words_and_may_be_asked_again() -> None:
    error = rpc_error(grpc.StatusCode.UNAVAILABLE, "ipv4:10.0.0.7:7001: connection refused")
    problem = problems.from_rpc_error(error)
    assert b"10.0.0.7" not in problem.body("r1")
    assert (problem.status, problem.headers) == (503, {"Retry-After": "1"})


def test_a_service_with_too_many_calls_is_busy_and_not_the_caller_too_fast() -> None:
    error = rpc_error(grpc.StatusCode.RESOURCE_EXHAUSTED, "Concurrent RPC limit exceeded!")
    assert problems.from_rpc_error(error).status == 503


def test_our_own_errors_read_the_same() -> None:
    problem = problems.from_error(errors.InvalidArgument.of("thing.name", "is required"))
    assert problem.status == 400
    assert problem.errors == (Fault(("thing", "name"), "is required"),)
    limited = errors.ResourceExhausted("TOO_FAST", "Slow down.", retry_after=9)
    assert problems.from_error(limited).headers == {"Retry-After": "9"}


def test_input_that_is_no_text_can_be_answered() -> None:
    problem = problems.invalid(Faults([Fault(("\ud800",), "unknown field")]))
    (error,) = json.loads(problem.body("r1"))["errors"]
    assert error["pointer"] == "#/\\ud800"


def test_only_the_first_hundred_faults_are_told() -> None:
    many = Faults([Fault(("items", n), "is wrong") for n in range(1000)])
    assert len(json.loads(problems.invalid(many).body("r1"))["errors"]) == 100


@pytest.mark.parametrize(
    ("error", "status", "code"),
    [
        (exceptions.NotFound(), 404, "NOT_FOUND"),
        (exceptions.MethodNotAllowed(["GET"]), 405, "UNIMPLEMENTED"),
        (exceptions.RequestEntityTooLarge(), 413, "OUT_OF_RANGE"),
        (exceptions.BadRequest(), 400, "INVALID_ARGUMENT"),
        (exceptions.InternalServerError(), 500, "INTERNAL"),
    ],
)
def test_refusals_of_the_framework_read_the_same(
    error: exceptions.HTTPException, status: int, code: str
) -> None:
    problem = problems.from_http(error)
    assert (problem.status, problem.code) == (status, code)
    assert "<" not in problem.detail


@pytest.mark.parametrize(
    ("path", "body", "place"),
    [
        ("", "", ()),
        ("name", "", ("name",)),
        ("a.b_c", "*", ("a", "b_c")),
        ("items[0].name", "", ("items", 0, "name")),
        ('labels["x.y"]', "", ("labels", "x.y")),
        ('labels["a\\"b"].c', "", ("labels", 'a"b', "c")),
        ("flags[true]", "", ("flags", "true")),
        ("contact.email", "contact", ("email",)),
        ("contact.contact.email", "contact", ("contact", "email")),
        ("contact", "contact", ()),
        ("other.email", "contact", ("other", "email")),
    ],
)
def test_field_paths_become_places_of_the_body(
    path: str, body: str, place: tuple[str | int, ...]
) -> None:
    assert place_of(path, body) == place


def test_pointers_are_escaped() -> None:
    assert fault("is wrong", "a/b", 0, "c~d").found[0].pointer == "#/a~1b/0/c~0d"


def test_the_words_name_the_field_as_the_body_does() -> None:
    error = rpc_error(
        grpc.StatusCode.INVALID_ARGUMENT, "deal.title: is required", reason="INVALID_FIELD"
    )
    assert problems.from_rpc_error(error, body="deal").detail == "title: is required"
