"""The same thing many times at once, as impatient clients do it."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import grpc

from tests.harness import refusals
from tests.harness.refusals import Refusal

T = TypeVar("T")


def at_once(times: int, do: Callable[[], T]) -> tuple[list[T], list[Refusal]]:
    """The answers and the refusals of `times` calls that start together."""
    start = threading.Barrier(times)

    def one(_: int) -> T | Refusal:
        start.wait(30)
        try:
            return do()
        except grpc.RpcError as error:
            return refusals.read(error)

    with ThreadPoolExecutor(times) as pool:
        found = list(pool.map(one, range(times)))
    answers = [answer for answer in found if not isinstance(answer, Refusal)]
    return answers, [refusal for refusal in found if isinstance(refusal, Refusal)]


def gather(times: int, do: Callable[[], T]) -> list[T]:
    """What `times` calls that start together return."""
    start = threading.Barrier(times)

    def one(_: int) -> T:
        start.wait(30)
        return do()

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(one, range(times)))
