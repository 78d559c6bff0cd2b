"""The errors of a use case: plain exceptions named after google.rpc codes.

Each carries a reason in UPPER_SNAKE, a sentence for people and metadata for programs.
One table (chassis.status) turns them into google.rpc.Status; the gateway into problem+json.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Violation:
    """One refused field: its dotted path and the rule it broke, in words."""

    field: str
    description: str


class Error(Exception):
    """Base of all errors a caller may see; metadata values are strings."""

    code = "UNKNOWN"

    def __init__(self, reason: str, message: str, **metadata: object) -> None:
        super().__init__(message)
        self.reason = reason
        self.message = message
        self.metadata = {key: str(value) for key, value in metadata.items()}
        self.violations: tuple[Violation, ...] = ()


class InvalidArgument(Error):
    """The input breaks a rule whatever the state; violations name the fields."""

    code = "INVALID_ARGUMENT"

    @classmethod
    def of(
        cls, field: str, description: str, *, reason: str = "INVALID_FIELD"
    ) -> "InvalidArgument":
        """An error about one field."""
        return cls.many([Violation(field, description)], reason=reason)

    @classmethod
    def many(
        cls, violations: list[Violation], *, reason: str = "INVALID_FIELD"
    ) -> "InvalidArgument":
        """An error about several fields; the sentence tells the first."""
        first = violations[0]
        error = cls(reason, f"{first.field}: {first.description}".removeprefix(": "))
        error.violations = tuple(violations)
        return error


class FailedPrecondition(Error):
    """The state does not allow it; trying again does not help."""

    code = "FAILED_PRECONDITION"


class NotFound(Error):
    """There is no such record, or it lies outside the caller's scope: the same answer."""

    code = "NOT_FOUND"


class AlreadyExists(Error):
    """Something that must be unique is taken."""

    code = "ALREADY_EXISTS"


class Aborted(Error):
    """Somebody else was faster; reading again and repeating may help."""

    code = "ABORTED"


class PermissionDenied(Error):
    """The caller may not do this at all."""

    code = "PERMISSION_DENIED"


class Unauthenticated(Error):
    """Nobody knows who is calling."""

    code = "UNAUTHENTICATED"


class ResourceExhausted(Error):
    """A limit is reached; metadata may hold retry_after in seconds."""

    code = "RESOURCE_EXHAUSTED"


class Unavailable(Error):
    """Something needed is down; the same call may succeed later."""

    code = "UNAVAILABLE"


class DeadlineExceeded(Error):
    """It took longer than the caller waits."""

    code = "DEADLINE_EXCEEDED"


class Internal(Error):
    """A fault of ours; its cause is in the log and never in the answer."""

    code = "INTERNAL"


def by_code(code: str) -> type[Error]:
    """The error named after a google.rpc code; Internal for one that has none here."""
    kinds = {kind.code: kind for kind in Error.__subclasses__()}
    return kinds.get(code, Internal)
