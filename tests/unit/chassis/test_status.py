"""One table from our errors, and the database's, to what a caller sees."""

import psycopg
import pytest
from google.rpc import error_details_pb2, status_pb2
from sqlalchemy import exc

from chassis import errors, status

KINDS = [kind for kind in vars(errors).values() if isinstance(kind, type)]
ERRORS = [kind for kind in KINDS if issubclass(kind, errors.Error) and kind is not errors.Error]


def details(found: status_pb2.Status) -> dict[str, object]:
    """The details of a status by their short type name."""
    unpacked = {}
    for packed in found.details:
        name = packed.TypeName().removeprefix("google.rpc.")
        message = getattr(error_details_pb2, name)()
        packed.Unpack(message)
        unpacked[name] = message
    return unpacked


@pytest.mark.parametrize("kind", ERRORS, ids=lambda kind: kind.__name__)
def test_every_error_has_a_status_with_reason_and_domain(kind: type[errors.Error]) -> None:
    found = status.to_status(kind("REASON", "In words.", size=3), domain="leads")
    info = details(found)["ErrorInfo"]
    assert isinstance(info, error_details_pb2.ErrorInfo)
    assert (found.code, found.message) == (status.CODES[kind.code].value[0], "In words.")
    assert (info.reason, info.domain, dict(info.metadata)) == ("REASON", "leads", {"size": "3"})


@pytest.mark.parametrize("kind", ERRORS, ids=lambda kind: kind.__name__)
def test_an_error_is_named_after_its_code(kind: type[errors.Error]) -> None:
    words = "".join(f"_{c}" if c.isupper() else c for c in kind.__name__).strip("_").upper()
    assert words == kind.code


def test_violations_are_told_field_by_field() -> None:
    refused = [errors.Violation("email", "must be an address"), errors.Violation("", "is empty")]
    found = details(status.to_status(errors.InvalidArgument.many(refused), domain="leads"))
    request = found["BadRequest"]
    assert isinstance(request, error_details_pb2.BadRequest)
    assert [(v.field, v.description) for v in request.field_violations] == [
        ("email", "must be an address"),
        ("", "is empty"),
    ]


def test_when_to_come_back_is_told_in_seconds() -> None:
    found = details(
        status.to_status(errors.Unavailable("DOWN", "Later.", retry_after=2), domain="")
    )
    retry = found["RetryInfo"]
    assert isinstance(retry, error_details_pb2.RetryInfo)
    assert retry.retry_delay.seconds == 2


def database_error(sqlstate: str) -> exc.DBAPIError:
    """What SQLAlchemy raises when PostgreSQL answers with this state."""
    origin = psycopg.errors.lookup(sqlstate)("secret words of the database")
    kinds = {"08": exc.OperationalError, "57": exc.OperationalError, "23": exc.IntegrityError}
    return kinds.get(sqlstate[:2], exc.OperationalError)("SELECT secret", {}, origin)


@pytest.mark.parametrize(
    ("sqlstate", "code"),
    [
        ("57014", "DEADLINE_EXCEEDED"),  # statement_timeout
        ("55P03", "ABORTED"),  # lock_timeout
        ("40P01", "ABORTED"),  # deadlock
        ("40001", "ABORTED"),
        ("23505", "ALREADY_EXISTS"),
        ("53300", "UNAVAILABLE"),  # too many connections
        ("57P01", "UNAVAILABLE"),  # shut down by an administrator
        ("57P02", "UNAVAILABLE"),  # crashed
        ("57P03", "UNAVAILABLE"),  # still starting
        ("08006", "UNAVAILABLE"),
        ("53100", "UNAVAILABLE"),  # disk full
        ("25P03", "DEADLINE_EXCEEDED"),  # idle in a transaction for too long
    ],
)
def test_what_the_database_says_is_told_without_its_words(sqlstate: str, code: str) -> None:
    told = status.from_database(database_error(sqlstate))
    assert told is not None
    assert told.code == code
    assert "secret" not in str(status.to_status(told, domain="leads"))


@pytest.mark.parametrize("sqlstate", ["42601", "42P01", "22P02", "23502"])
def test_a_fault_of_ours_is_not_blamed_on_anybody_else(sqlstate: str) -> None:
    assert status.from_database(database_error(sqlstate)) is None


def test_a_pool_without_a_free_connection_is_told_to_come_back() -> None:
    told = status.from_database(exc.TimeoutError("QueuePool limit of size 5 overflow 0"))
    assert told is not None
    assert (told.code, told.metadata["retry_after"]) == ("UNAVAILABLE", "1")


def test_a_connection_that_broke_without_a_word_counts_as_down() -> None:
    broken = exc.OperationalError(
        "SELECT 1", {}, psycopg.OperationalError("consuming input failed")
    )
    told = status.from_database(broken)
    assert told is not None
    assert told.reason == "DATABASE_DOWN"


def test_a_status_stays_small_enough_to_be_carried_however_much_is_wrong() -> None:
    refused = [errors.Violation("ä" * 10_000, "ö" * 10_000) for _ in range(10_000)]
    found = status.to_status(errors.InvalidArgument.many(refused), domain="leads")
    assert found.ByteSize() < 6_000
    assert "BadRequest" in details(found)
