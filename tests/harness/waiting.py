"""Waiting for a condition, the only way a test waits."""

import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


def eventually(probe: Callable[[], T], *, within: float = 60.0, what: str = "") -> T:
    """The first truthy answer of `probe`, asked every 20 ms. Fails after `within` seconds."""
    deadline = time.monotonic() + within
    while not (answer := probe()):
        if time.monotonic() > deadline:
            raise AssertionError(f"not within {within:g} s: {what or probe.__name__}")
        time.sleep(0.02)
    return answer
