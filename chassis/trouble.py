"""What went wrong and when to try again: work that failed, or a database that is away."""

from datetime import timedelta

from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError, TimeoutError

#: Seconds before each further try of what failed; after the last it is given up.
DELAYS = (1, 5, 30, 300, 1800)
#: SQLSTATE classes that say "not now": connection, operator intervention, resources.
AWAY = ("08", "57P", "53")
#: SQLSTATEs of two transactions in each other's way.
CONFLICTS = ("40001", "40P01", "55P03")


def delay(tries: int) -> timedelta | None:
    """How long to wait after so many failed tries; None when it is given up."""
    return timedelta(seconds=DELAYS[tries - 1]) if tries <= len(DELAYS) else None


def is_away(error: BaseException) -> bool:
    """Whether the database does not answer or has no connection to spare."""
    if isinstance(error, TimeoutError):
        return True
    if not isinstance(error, OperationalError | InterfaceError):
        return False
    state = sqlstate(error)
    return state == "" or state.startswith(AWAY)


def is_conflict(error: BaseException) -> bool:
    """Whether repeating the transaction at once may well succeed."""
    return isinstance(error, DBAPIError) and sqlstate(error) in CONFLICTS


def sqlstate(error: DBAPIError) -> str:
    """PostgreSQL's code; "" when the error never reached or never came from it."""
    return getattr(error.orig, "sqlstate", None) or ""


def describe(error: BaseException) -> str:
    """The error as people read it in a list of dead letters; never a statement's parameters."""
    text = str(error.orig) if isinstance(error, DBAPIError) else str(error)
    return f"{type(error).__name__}: {text}".replace("\0", "")[:500]
