"""The one table between our errors and google.rpc.Status."""

from collections.abc import Iterable

import grpc
from google.protobuf import any_pb2, duration_pb2
from google.protobuf.message import Message
from google.rpc import error_details_pb2, status_pb2
from sqlalchemy import exc

from chassis import errors

CODES: dict[str, grpc.StatusCode] = {code.name: code for code in grpc.StatusCode}

#: What PostgreSQL says -> what the caller hears; the rest is our own fault (INTERNAL).
SQLSTATES: dict[str, tuple[type[errors.Error], str, str]] = {
    "57014": (errors.DeadlineExceeded, "DATABASE_TIMEOUT", "It took too long; ask for less."),
    "25P03": (errors.DeadlineExceeded, "DATABASE_TIMEOUT", "It took too long; try again."),
    "55P03": (errors.Aborted, "RECORD_LOCKED", "Somebody else is changing it; try again."),
    "40P01": (errors.Aborted, "RECORD_LOCKED", "Somebody else is changing it; try again."),
    "40001": (errors.Aborted, "RECORD_LOCKED", "Somebody else is changing it; try again."),
    "23505": (errors.AlreadyExists, "ALREADY_EXISTS", "Something that must be unique is taken."),
    "22021": (errors.InvalidArgument, "INVALID_TEXT", "Text must not contain NUL."),
    "53300": (errors.Unavailable, "DATABASE_BUSY", "The database has no connection left."),
}
#: gRPC carries a status in metadata, of which a peer accepts 8 KiB (base64 takes a third of it).
MESSAGE_CHARACTERS, FIELD_CHARACTERS, VIOLATIONS_BYTES = 300, 100, 3_000
DATABASE_DOWN = ("DATABASE_DOWN", "The database does not answer; try again shortly.")


def shown(error: Exception) -> errors.Error:
    """What a caller sees of any error; what is our own fault keeps its words to itself."""
    if isinstance(error, errors.Error):
        return error
    if isinstance(error, exc.SQLAlchemyError) and (known := from_database(error)):
        return known
    return errors.Internal("INTERNAL", "Something went wrong on our side.")


def from_database(error: exc.SQLAlchemyError) -> errors.Error | None:
    """What a caller should see of a database's error; None when it is a fault of ours."""
    if isinstance(error, exc.TimeoutError):
        return errors.Unavailable(
            "DATABASE_BUSY", "The service is busy; try again shortly.", retry_after=1
        )
    if not isinstance(error, exc.DBAPIError):
        return None
    sqlstate = getattr(error.orig, "sqlstate", None)
    if sqlstate in SQLSTATES:
        kind, reason, message = SQLSTATES[sqlstate]
        return kind(reason, message)
    down = sqlstate is None or sqlstate[:2] in {"08", "53", "57"}
    if down and isinstance(error, (exc.OperationalError, exc.InterfaceError)):
        return errors.Unavailable(*DATABASE_DOWN, retry_after=2)
    return None


def to_status(error: errors.Error, *, domain: str) -> status_pb2.Status:
    """The google.rpc.Status of an error, with ErrorInfo, BadRequest and RetryInfo details."""
    code, _ = CODES[error.code].value
    details: list[Message] = [
        error_details_pb2.ErrorInfo(reason=error.reason, domain=domain, metadata=error.metadata)
    ]
    if error.violations:
        details.append(_bad_request(error.violations))
    if "retry_after" in error.metadata:
        wait = duration_pb2.Duration(seconds=int(error.metadata["retry_after"]))
        details.append(error_details_pb2.RetryInfo(retry_delay=wait))
    message = error.message[:MESSAGE_CHARACTERS]
    return status_pb2.Status(code=code, message=message, details=[_any(d) for d in details])


def _bad_request(violations: Iterable[errors.Violation]) -> error_details_pb2.BadRequest:
    """The violations, as many as the trailing metadata of a call has room for."""
    told = error_details_pb2.BadRequest()
    for violation in violations:
        told.field_violations.add(
            field=violation.field[:FIELD_CHARACTERS],
            description=violation.description[:MESSAGE_CHARACTERS],
        )
        if told.ByteSize() > VIOLATIONS_BYTES:
            break
    return told


def _any(message: Message) -> any_pb2.Any:
    packed = any_pb2.Any()
    packed.Pack(message)
    return packed
