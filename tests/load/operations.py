"""What is measured: the same six operations at the gateway and at the baseline."""

import itertools
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from tests.load.generator import Target

Requests = Callable[[int], Iterator[bytes]]

NAMES = ("lovelace", "grace hop", "turing", "dijkstra", "liskov", "knuth", "radia", "margaret ham")
_serial = itertools.count()


@dataclass(frozen=True)
class Operation:
    """One operation: how its requests look at each side, given some ids of the table."""

    name: str
    ours: Callable[[Target, Sequence[str]], Requests]
    bare: Callable[[Target, Sequence[str]], Requests]


def _gets(prefix: str) -> Callable[[Target, Sequence[str]], Requests]:
    def make(target: Target, ids: Sequence[str]) -> Requests:
        return lambda n: (target.request("GET", f"{prefix}/contacts/{id}") for id in ids[n::16])

    return make


def _path(path: str) -> Callable[[Target, Sequence[str]], Requests]:
    def make(target: Target, ids: Sequence[str]) -> Requests:  # noqa: ARG001 -- same shape as _gets
        return lambda _: iter([target.request("GET", path)])

    return make


def _searches(path: str) -> Callable[[Target, Sequence[str]], Requests]:
    def make(target: Target, ids: Sequence[str]) -> Requests:  # noqa: ARG001 -- same shape as _gets
        return lambda _: (target.request("GET", path + quote(name)) for name in NAMES)

    return make


def _creates(path: str) -> Callable[[Target, Sequence[str]], Requests]:
    def make(target: Target, ids: Sequence[str]) -> Requests:  # noqa: ARG001 -- same shape as _gets
        def requests(_: int) -> Iterator[bytes]:
            for number in itertools.islice(_serial, 100_000):
                person = {
                    "first_name": "Load",
                    "last_name": "Test",
                    "email": f"load{number}@bench.example",
                }
                yield target.request("POST", path, json.dumps(person).encode())

        return requests

    return make


def _updates(prefix: str) -> Callable[[Target, Sequence[str]], Requests]:
    def make(target: Target, ids: Sequence[str]) -> Requests:
        def requests(n: int) -> Iterator[bytes]:
            for number, id in zip(itertools.count(), itertools.cycle(ids[n::16]), strict=False):
                body = json.dumps({"job_title": f"Title {number}"}).encode()
                yield target.request("PATCH", f"{prefix}/contacts/{id}", body)

        return requests

    return make


OPERATIONS = (
    Operation("get", _gets("/v1"), _gets("")),
    Operation("list", _path("/v1/contacts?page_size=50"), _path("/contacts")),
    Operation(
        "filter",
        _path("/v1/contacts?page_size=50&filter=" + quote("lifecycle_stage = CUSTOMER")),
        _path("/contacts?lifecycle_stage=CUSTOMER"),
    ),
    Operation(
        "search", _searches("/v1/contacts:search?query="), _searches("/contacts/search?query=")
    ),
    Operation("create", _creates("/v1/contacts"), _creates("/contacts")),
    Operation("update", _updates("/v1"), _updates("")),
)
