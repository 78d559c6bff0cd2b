"""Which cases of the list a test of several steps tells."""

from collections.abc import Callable
from typing import TypeVar

F = TypeVar("F", bound=Callable[..., None])

COVERED: dict[str, str] = {}


def covers(*ids: str) -> Callable[[F], F]:
    """`@covers("idempotency-001")`: this test is that case."""

    def mark(test: F) -> F:
        COVERED.update(dict.fromkeys(ids, test.__name__))
        return test

    return mark
