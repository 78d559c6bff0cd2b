"""Calls that go to all services: answered in order, and by those who answer."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import grpc
import pytest
from google.protobuf.message import Message

from chassis.errors import InvalidArgument, NotFound
from gateway.backends.calls import Metadata, Reply
from gateway.backends.everywhere import Everywhere
from gateway.backends.in_process import CallError
from gateway.catalogue import Catalogue, Method, load
from tests.contract.protos import DESCRIPTORS

ME = (("authorization", "Bearer me"),)


@dataclass
class Service:
    """A service that tells facts at given seconds, and finds what is given."""

    name: str
    seconds: Iterable[int] = ()
    silent: grpc.StatusCode | None = None
    found: Mapping[str, list[dict[str, str]]] = field(default_factory=dict)
    asked: list[tuple[str, Any]] = field(default_factory=list)

    def call(self, method: Method, request: Any, metadata: Metadata, timeout: float) -> Reply:
        assert metadata == ME
        assert timeout <= 2
        self.asked.append((method.name, request))
        if self.silent:
            raise CallError(self.silent, "silent", ())
        answer: Any = method.reply()
        if method.name == "ReadEvents":
            self._read(request, answer)
        elif method.name in self.found:
            (items,) = answer.DESCRIPTOR.fields
            for values in self.found[method.name]:
                getattr(answer, items.name).add(**values)
        elif method.name == "ListDeadLetters":
            answer.dead_letters.add(id=self.name, service=self.name)
        return Reply(answer)

    def _read(self, request: Any, answer: Any) -> None:
        told = list(enumerate(self.seconds, start=1))
        left = [(place, second) for place, second in told if place > int(request.after or 0)]
        taken = left[-request.page_size :] if request.newest else left[: request.page_size]
        for place, second in taken:
            event = answer.events.add(id=f"{self.name}{place}", service=self.name, position=place)
            event.occur_time.seconds = second
        answer.next_after = str(taken[-1][0]) if taken else request.after or "0"
        answer.more = not request.newest and len(left) > len(taken)

    def check(self, timeout: float) -> None: ...

    def close(self) -> None: ...

    download: Any = None
    upload: Any = None


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load(Path(DESCRIPTORS))


Ask = Callable[..., Any]


@pytest.fixture
def ask(catalogue: Catalogue) -> Ask:
    """`ask(services, "ReadEvents", page_size=2)`."""

    def call(services: Iterable[Service], name: str, **values: object) -> Message:
        (method,) = (m for m in catalogue.methods if m.name == name and m.backend == "api")
        everywhere = Everywhere({each.name: each for each in services}, catalogue)
        try:
            return everywhere.call(method, method.request(**values), ME, 2.0).message
        finally:
            everywhere.close()

    return call


def read_all(ask: Ask, services: Iterable[Service], size: int) -> list[str]:
    """The ids a reader gets who always goes on from next_after."""
    found, after, more = list[str](), "", True
    while more:
        answer = ask(services, "ReadEvents", page_size=size, after=after)
        found += [event.id for event in answer.events]
        after, more = answer.next_after, answer.more
    return found


@pytest.mark.parametrize("size", [1, 2, 3, 100])
def test_facts_of_all_services_come_in_order_whatever_the_size_of_a_page(
    ask: Ask, size: int
) -> None:
    services = [Service("deals", [2, 5, 6, 7]), Service("leads", [1, 3]), Service("notify")]
    expected = ["leads1", "deals1", "leads2", "deals2", "deals3", "deals4"]
    found = read_all(ask, services, size)
    assert sorted(found) == sorted(expected), "each once"
    if size > 1:
        assert found == expected
    for name in ("deals", "leads"):
        mine = [id_ for id_ in found if id_.startswith(name)]
        assert mine == sorted(mine)


def test_the_newest_facts_come_in_order_and_the_reader_goes_on_from_there(ask: Ask) -> None:
    services = [Service("deals", [2, 5, 6, 7]), Service("leads", [1, 6]), Service("notify")]
    newest = ask(services, "ReadEvents", newest=True, page_size=3)
    assert [event.id for event in newest.events] == ["deals3", "leads2", "deals4"]
    assert not newest.more
    assert read_all(ask, services, 100) == [
        "leads1",
        "deals1",
        "deals2",
        "deals3",
        "leads2",
        "deals4",
    ]
    services[2].seconds = [9]
    later = ask(services, "ReadEvents", after=newest.next_after)
    assert [event.id for event in later.events] == ["notify1"]


def test_a_service_that_is_silent_is_named_and_its_facts_come_later(ask: Ask) -> None:
    deals = Service("deals", [1, 2], silent=grpc.StatusCode.UNAVAILABLE)
    services = [deals, Service("leads", [3])]
    first = ask(services, "ReadEvents")
    assert [event.id for event in first.events] == ["leads1"]
    assert list(first.partial) == ["deals"]
    deals.silent = None
    again = ask(services, "ReadEvents", after=first.next_after)
    assert [event.id for event in again.events] == ["deals1", "deals2"]
    assert list(again.partial) == []


@pytest.mark.parametrize("after", ["x", "!", "W10", "eyJhIjoxfQ", "e", "ö"])
def test_a_place_nobody_gave_is_refused(ask: Ask, after: str) -> None:
    with pytest.raises(InvalidArgument):
        ask([Service("leads")], "ReadEvents", after=after)


def test_a_refusal_of_the_question_is_the_answer(ask: Ask) -> None:
    services = [Service("deals", silent=grpc.StatusCode.INVALID_ARGUMENT), Service("leads")]
    with pytest.raises(grpc.RpcError):
        ask(services, "ReadEvents", filter="nonsense")


def test_search_asks_every_kind_and_takes_turns(ask: Ask) -> None:
    contacts = [{"id": "c1", "full_name": "Ada", "email": "ada@example.com"}, {"id": "c2"}]
    found = {"SearchContacts": contacts, "SearchCompanies": [{"id": "o1", "name": "Ada & Co"}]}
    leads = Service("leads", found=found)
    answer = ask([leads, Service("deals", found={"SearchDeals": []})], "Search", query="ada")
    told = [(hit.kind, hit.id, hit.title, hit.detail) for hit in answer.hits]
    assert sorted(told[:2]) == [
        ("companies", "o1", "Ada & Co", ""),
        ("contacts", "c1", "Ada", "ada@example.com"),
    ]
    assert [hit.id for hit in answer.hits][2:] == ["c2"]
    assert {(name, request.query) for name, request in leads.asked} == {
        ("SearchContacts", "ada"),
        ("SearchCompanies", "ada"),
    }


def test_what_the_caller_may_not_search_is_left_out_and_what_is_silent_named(ask: Ask) -> None:
    leads = Service("leads", silent=grpc.StatusCode.PERMISSION_DENIED)
    deals = Service("deals", silent=grpc.StatusCode.DEADLINE_EXCEEDED)
    answer = ask([leads, deals], "Search", query="ada")
    assert (list(answer.hits), list(answer.partial)) == ([], ["deals"])


def test_a_dead_letter_is_dealt_with_where_it_lies(ask: Ask) -> None:
    deals, leads = Service("deals"), Service("leads")
    letters = ask([deals, leads], "ListDeadLetters").dead_letters
    assert [letter.service for letter in letters] == ["deals", "leads"]
    deals.asked.clear()
    leads.asked.clear()
    ask([deals, leads], "ReplayDeadLetter", service="deals", id="1")
    assert ([name for name, _ in deals.asked], leads.asked) == (["ReplayDeadLetter"], [])
    with pytest.raises(NotFound):
        ask([deals], "DropDeadLetter", service="elsewhere", id="1")
