"""Calls that go to all services at once: what every service has, answered as one.

A service that does not answer in time is named in `partial`; the others are not kept waiting.
"""

import heapq
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import chain, zip_longest
from typing import Any, NoReturn

import grpc
from google.protobuf.message import Message
from google.protobuf.message_factory import GetMessageClass

from chassis.errors import NotFound
from gateway.backends import places
from gateway.backends.calls import Backend, Metadata, Reply, Stream
from gateway.backends.in_process import CallError
from gateway.catalogue import Catalogue, Method

#: The package whose RPCs every service serves: crm.api.v1.
SHARED = "api"
#: Less than a request has, so that the answer of the others arrives.
SECONDS = 1.5
THREADS = 32
#: What is wrong with the question, and not with who was asked.
REFUSALS = frozenset(
    {
        grpc.StatusCode.INVALID_ARGUMENT,
        grpc.StatusCode.FAILED_PRECONDITION,
        grpc.StatusCode.NOT_FOUND,
        grpc.StatusCode.UNAUTHENTICATED,
        grpc.StatusCode.PERMISSION_DENIED,
    }
)
EVENTS, MOST_EVENTS = 100, 500
HITS, MOST_HITS = 5, 20
#: Fields that say what people call a record, and what tells it from others of that name.
TITLES = ("full_name", "name", "title", "subject")
DETAILS = ("email", "company_name", "domain", "contact_name", "number", "phone")

Ask = Callable[[], Message]
Answers = dict[str, Any]


class Everywhere:
    """The backend of what all services have. It looks like one service to the gateway."""

    def __init__(self, backends: Mapping[str, Backend], catalogue: Catalogue) -> None:
        self._backends = dict(backends)
        self._searches = [method for method in catalogue.methods if is_search(method)]
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="everywhere")
        self._served = {
            "ReadEvents": self._read_events,
            "ListDeadLetters": self._list_dead_letters,
            "ReplayDeadLetter": self._ask_one,
            "DropDeadLetter": self._ask_one,
            "Search": self._search,
        }

    def call(self, method: Method, request: Any, metadata: Metadata, timeout: float) -> Reply:
        """Raises grpc.RpcError and chassis.errors.Error."""
        return self._served[method.name](method, request, metadata, timeout)

    def download(self, method: Method, *_: object) -> Stream:
        refuse(method)

    def upload(self, method: Method, *_: object) -> Reply:
        refuse(method)

    def check(self, timeout: float) -> None:
        """It is there as long as the gateway is; the services are checked one by one."""

    def close(self) -> None:
        self._threads.shutdown(wait=False)

    def _ask_one(self, method: Method, request: Any, metadata: Metadata, timeout: float) -> Reply:
        """Passes a call on to the service it names."""
        backend = self._backends.get(request.service)
        if backend is None:
            raise NotFound("SERVICE_NOT_FOUND", "There is no such service.")
        return backend.call(method, request, metadata, timeout)

    def _list_dead_letters(
        self, method: Method, request: Message, metadata: Metadata, _: float
    ) -> Reply:
        def ask(backend: Backend) -> Ask:
            return lambda: backend.call(method, request, metadata, SECONDS).message

        answers, silent = self._ask_all({n: ask(each) for n, each in self._backends.items()})
        reply: Any = method.reply(partial=silent)
        found = chain.from_iterable(answer.dead_letters for answer in answers.values())
        reply.dead_letters.extend(sorted(found, key=lambda letter: letter.id))
        return Reply(reply)

    def _read_events(self, method: Method, request: Any, metadata: Metadata, _: float) -> Reply:
        """Each service's facts after its own place, or its newest, in order of their times."""
        after = places.read(request.after)
        size = min(request.page_size or EVENTS, MOST_EVENTS)

        def ask(name: str, backend: Backend) -> Ask:
            own: Any = method.request()
            own.CopyFrom(request)
            own.page_size, own.after = size, after.get(name, "")
            return lambda: backend.call(method, own, metadata, SECONDS).message

        answers, silent = self._ask_all({n: ask(n, each) for n, each in self._backends.items()})
        logs = [answer.events for answer in answers.values()]
        merged = list(heapq.merge(*logs, key=lambda e: e.occur_time.ToNanoseconds()))
        if request.newest:
            ends = {name: answer.next_after for name, answer in answers.items()}
            return Reply(
                method.reply(
                    events=merged[-size:], next_after=places.write(after | ends), partial=silent
                )
            )
        reply: Any = method.reply(
            events=merged[:size],
            next_after=places.write(after | reached(merged[:size], answers)),
            more=len(merged) > size or any(answer.more for answer in answers.values()),
            partial=silent,
        )
        return Reply(reply)

    def _search(self, method: Method, request: Any, metadata: Metadata, _: float) -> Reply:
        """The searches of all kinds of records; those the caller may not use find nothing."""
        size = min(request.page_size or HITS, MOST_HITS)

        def ask(search: Method) -> Ask:
            own = search.request(query=request.query, page_size=size)
            backend = self._backends[search.backend]
            return lambda: backend.call(search, own, metadata, SECONDS).message

        known = [search for search in self._searches if search.backend in self._backends]
        asked = {kind_of(search): ask(search) for search in known}
        answers, silent = self._ask_all(asked, ignore=grpc.StatusCode.PERMISSION_DENIED)
        found = [hits(method, kind, answer, size) for kind, answer in answers.items()]
        turns = chain.from_iterable(zip_longest(*found))
        return Reply(method.reply(hits=[hit for hit in turns if hit], partial=silent))

    def _ask_all(
        self, asks: Mapping[str, Ask], *, ignore: grpc.StatusCode | None = None
    ) -> tuple[Answers, list[str]]:
        """The answers by name, and who did not answer. Raises a refusal of the question itself."""
        running = {name: self._threads.submit(ask) for name, ask in asks.items()}
        answers, silent = Answers(), list[str]()
        for name, future in running.items():
            try:
                answers[name] = result(future)
            except (grpc.RpcError, TimeoutError) as error:
                code = code_of(error)
                if code is not None and code is ignore:
                    continue
                if code in REFUSALS:
                    raise
                silent.append(name)
        return answers, sorted(silent)


def result(future: "Future[Message]") -> Message:
    """What came; a call keeps its own deadline, the rest is for threads that were busy."""
    return future.result(timeout=2 * SECONDS)


def code_of(error: BaseException) -> grpc.StatusCode | None:
    """The code of a call's error."""
    call: Any = error
    return call.code() if isinstance(error, grpc.RpcError) and hasattr(call, "code") else None


def reached(taken: Iterable[Any], answers: Answers) -> dict[str, str]:
    """Where to go on with each service: behind what was taken of it, or behind all it looked at."""
    last = {event.service: str(event.position) for event in taken}
    found: dict[str, str] = {}
    for name, answer in answers.items():
        whole = not answer.events or last.get(name) == str(answer.events[-1].position)
        if whole:
            found[name] = answer.next_after
        elif name in last:
            found[name] = last[name]
    return found


def is_search(method: Method) -> bool:
    """Whether an RPC searches one kind of record: SearchContacts(query, page_size)."""
    takes = {"query", "page_size"} <= set(method.input.fields_by_name)
    return method.backend != SHARED and method.name.startswith("Search") and takes


def kind_of(search: Method) -> str:
    """What a search is about, as its permission says: contacts."""
    return search.permission.partition(".")[0]


def hits(method: Method, kind: str, answer: Any, size: int) -> list[Message]:
    """What one search found, as the palette shows it."""
    (items,) = (field for field in answer.DESCRIPTOR.fields if field.is_repeated)
    listed: Any = method.output.fields_by_name["hits"]
    make = GetMessageClass(listed.message_type)
    return [
        make(kind=kind, id=item.id, title=first(item, TITLES), detail=first(item, DETAILS))
        for item in getattr(answer, items.name)[:size]
    ]


def first(item: Any, names: Iterable[str]) -> str:
    """The first of these fields that says something."""
    return next(texts(item, names), "")


def texts(item: Any, names: Iterable[str]) -> Iterator[str]:
    for name in names:
        if name in item.DESCRIPTOR.fields_by_name and (value := getattr(item, name)):
            yield str(value)


def refuse(method: Method) -> NoReturn:
    """No files go everywhere."""
    raise CallError(grpc.StatusCode.UNIMPLEMENTED, f"{method} is not served", ())
