"""Every refusal as problem+json (RFC 9457), from one table; never HTML, never an inner message."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

import grpc
import orjson
from google.rpc import error_details_pb2
from grpc_status import rpc_status
from werkzeug.exceptions import HTTPException

from chassis.errors import Error
from gateway.transcoding.faults import Fault, Faults
from gateway.transcoding.places import place_of

MEDIA_TYPE = "application/problem+json"
MAX_ERRORS = 100
RETRY_SECONDS = 1  # what a caller waits when nobody says more

STATUSES: dict[str, int] = {
    "INVALID_ARGUMENT": 400,
    "FAILED_PRECONDITION": 400,
    "OUT_OF_RANGE": 400,
    "UNAUTHENTICATED": 401,
    "PERMISSION_DENIED": 403,
    "NOT_FOUND": 404,
    "ALREADY_EXISTS": 409,
    "ABORTED": 409,
    "RESOURCE_EXHAUSTED": 429,
    "CANCELLED": 499,
    "UNIMPLEMENTED": 501,
    "UNAVAILABLE": 503,
    "DEADLINE_EXCEEDED": 504,
}
REASON_STATUSES: dict[str, int] = {"IDEMPOTENCY_KEY_REUSED": 422}
HIDDEN = frozenset({"INTERNAL", "UNKNOWN", "DATA_LOSS"})
TITLES = {422: "Unprocessable content", 499: "Client closed request"}

# google.rpc codes for HTTP's own refusals; what is missing is INVALID_ARGUMENT or INTERNAL.
HTTP_CODES: dict[int, str] = {
    401: "UNAUTHENTICATED",
    403: "PERMISSION_DENIED",
    404: "NOT_FOUND",
    405: "UNIMPLEMENTED",
    412: "ABORTED",
    413: "OUT_OF_RANGE",
    429: "RESOURCE_EXHAUSTED",
    501: "UNIMPLEMENTED",
    503: "UNAVAILABLE",
    504: "DEADLINE_EXCEEDED",
}


@dataclass(eq=False)
class Problem(Exception):  # noqa: N818 -- RFC 9457's word
    """One refusal. `errors` are shown with JSON pointers, `headers` go with the answer."""

    status: int
    code: str
    reason: str
    detail: str
    metadata: Mapping[str, str] = field(default_factory=dict)
    errors: tuple[Fault, ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict)

    def body(self, request_id: str) -> bytes:
        """The JSON document. ASCII: a fault may point at a key that is not Unicode."""
        document: dict[str, Any] = {
            "type": f"/problems/{self.reason}",
            "title": title_of(self.status),
            "status": self.status,
            "detail": self.detail,
            "instance": f"urn:request:{request_id}",
            "code": self.code,
            "reason": self.reason,
            "request_id": request_id,
            "metadata": dict(self.metadata),
            "errors": [
                {"pointer": presentable(fault.pointer), "detail": presentable(fault.detail)}
                for fault in self.errors[:MAX_ERRORS]
            ],
        }
        return orjson.dumps(document)


def presentable(text: str) -> str:
    """Text that is Unicode whatever the input was."""
    return text.encode(errors="backslashreplace").decode()


def title_of(status: int) -> str:
    """A status in words."""
    return TITLES.get(status) or HTTPStatus(status).phrase.capitalize()


def invalid(faults: Faults) -> Problem:
    """Input that breaks the contract: 400 with every fault."""
    first = faults.found[0]
    place = "/".join(map(str, first.place))
    return Problem(
        status=400,
        code="INVALID_ARGUMENT",
        reason=faults.reason,
        detail=presentable(f"{place}: {first.detail}" if place else first.detail),
        errors=faults.found,
    )


def from_error(error: Error, *, conditional: bool = False, body: str = "") -> Problem:
    """One of our own errors. `conditional`: the request carried If-Match."""
    faults = (Fault(place_of(v.field, body), v.description) for v in error.violations)
    return build(
        error.code, error.reason, error.message, error.metadata, faults, conditional=conditional
    )


def from_rpc_error(error: grpc.RpcError, *, conditional: bool = False, body: str = "") -> Problem:
    """A service's error; `body` names the request's field that the JSON body is."""
    call: Any = error  # every RpcError raised by a call is one
    status = rpc_status.from_call(call)
    if status is None:
        return from_transport(call.code().name, call.details())
    told = Told()
    for packed in status.details:
        told.hear(packed, body)
    code = call.code().name
    return build(
        code,
        told.reason or code,
        status.message.removeprefix(f"{body}."),
        told.metadata,
        told.faults,
        conditional=conditional,
    )


def from_transport(code: str, details: str | None) -> Problem:
    """An error that no service explained: gRPC itself speaks, and its words are about sockets."""
    if code == "RESOURCE_EXHAUSTED":  # more calls at once than the service takes
        code = "UNAVAILABLE"
    return build(code, code, SILENCE.get(code) or details or code, {}, ())


@dataclass
class Told:
    """What the details of a google.rpc.Status tell."""

    reason: str = ""
    metadata: dict[str, str] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def hear(self, packed: Any, body: str) -> None:
        """Takes in one detail; kinds we do not show are passed over."""
        if packed.Is(error_details_pb2.ErrorInfo.DESCRIPTOR):
            info = unpack(packed, error_details_pb2.ErrorInfo())
            self.reason = info.reason
            self.metadata.update(info.metadata)
        elif packed.Is(error_details_pb2.BadRequest.DESCRIPTOR):
            for one in unpack(packed, error_details_pb2.BadRequest()).field_violations:
                self.faults.append(Fault(place_of(one.field, body), one.description))
        elif packed.Is(error_details_pb2.RetryInfo.DESCRIPTOR):
            wait = unpack(packed, error_details_pb2.RetryInfo()).retry_delay
            self.metadata["retry_after"] = str(wait.seconds)


# What to say when no service said anything: gRPC's own words are about sockets.
SILENCE = {
    "UNAVAILABLE": "A part of the system does not answer; try again shortly.",
    "DEADLINE_EXCEEDED": "It took too long; it may have happened all the same.",
    "UNIMPLEMENTED": "This is not served yet.",
}


def unpack(packed: Any, message: Any) -> Any:
    """The message inside an Any."""
    packed.Unpack(message)
    return message


def build(
    code: str,
    reason: str,
    detail: str,
    metadata: Mapping[str, str],
    faults: Iterable[Fault],
    *,
    conditional: bool = False,
) -> Problem:
    """The problem of a google.rpc code, through the table."""
    if code in HIDDEN or (code not in STATUSES):
        return internal()
    status = REASON_STATUSES.get(reason) or STATUSES[code]
    if code == "ABORTED" and conditional:
        status = 412
    shown = {key: value for key, value in metadata.items() if key != "retry_after"}
    headers = retry_headers(status, metadata.get("retry_after"))
    return Problem(status, code, reason, detail, shown, tuple(faults), headers)


def retry_headers(status: int, seconds: str | None) -> dict[str, str]:
    """When to come back: always said with 429 and 503, otherwise where the service says it."""
    if seconds is None and status not in {429, 503}:
        return {}
    return {"Retry-After": str(max(RETRY_SECONDS, int(seconds or 0)))}


def internal() -> Problem:
    """Our own fault; what happened stays in the log, under the request id."""
    detail = "Something went wrong on our side; the request id finds it in our log."
    return Problem(500, "INTERNAL", "INTERNAL", detail)


SAID = {
    404: "There is nothing at this path.",
    405: "This path does not take this method; Allow says which ones it takes.",
}


def from_http(error: HTTPException) -> Problem:
    """What Werkzeug refuses (404, 405, …), in the same words as everything else."""
    status = error.code or 500
    if status >= 500 and status not in HTTP_CODES:
        return internal()
    code = HTTP_CODES.get(status, "INVALID_ARGUMENT")
    headers = {key: value for key, value in error.get_headers() if key in {"Allow", "Retry-After"}}
    reason = title_of(status).upper().replace(" ", "_").replace("-", "_")
    detail = SAID.get(status) or error.description or title_of(status)
    return Problem(status, code, reason, detail, headers=headers)


def refuse(status: int, reason: str, detail: str, **headers: str) -> Problem:
    """A refusal of HTTP's own; `headers` by name with _ for -."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    code = HTTP_CODES.get(status, "INVALID_ARGUMENT")
    return Problem(status, code, reason, detail, headers=named)
