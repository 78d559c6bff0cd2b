"""Reactions: which methods follow what, under which name, and on which queue."""

from typing import Any

import pytest

from chassis import worker_queues
from chassis.reactions import collect, collect_timers, publisher_of, reacts_to
from chassis.timers import on_timer
from tests.drills.tally.facts import counted

COUNTED = "drill.tally.v1.Counted"


class Counting:
    @reacts_to(counted())
    def follow(self, fact: Any, tx: Any) -> None: ...

    @on_timer("counting.close")
    def close(self, timer: Any, tx: Any) -> None: ...

    def unmarked(self) -> None: ...


def test_marked_methods_are_found_by_class_and_name() -> None:
    found = collect([Counting()])
    assert list(found) == ["Counting.follow"]
    assert list(found["Counting.follow"].facts) == [COUNTED]
    assert list(collect_timers([Counting()])) == ["counting.close"]


def test_two_reactions_of_one_name_are_refused() -> None:
    with pytest.raises(ValueError, match="Counting.follow"):
        collect([Counting(), Counting()])


def test_two_handlers_of_one_timer_are_refused() -> None:
    with pytest.raises(ValueError, match="counting.close"):
        collect_timers([Counting(), Counting()])


def test_the_publisher_is_in_the_type() -> None:
    assert publisher_of("crm.leads.v1.ContactCreated") == "leads"


def test_queues_are_named_as_nameko_names_them_and_refuse_instead_of_dropping() -> None:
    crashed, queue, _ = worker_queues.queues("deals", collect([Counting()]).values())
    assert queue.name == f"evt-tally-{COUNTED}--deals.Counting.follow"
    assert (queue.exchange.name, queue.routing_key) == ("tally.events", COUNTED)
    assert queue.queue_arguments["x-queue-type"] == "quorum"
    assert queue.queue_arguments["x-overflow"] == "reject-publish"
    assert queue.queue_arguments["x-dead-letter-routing-key"] == crashed.name
    assert worker_queues.reaction_of(queue.name) == "Counting.follow"


def test_facts_of_jobs_wait_in_one_queue_however_many_reactions_follow_them() -> None:
    crashed, *_, bulk = worker_queues.queues("deals", collect([Counting()]).values())
    assert bulk.name == "bulk--deals"
    bound = [(each.exchange.name, each.routing_key) for each in bulk.bindings]
    assert bound == [("tally.events", f"bulk.{COUNTED}")]
    assert bulk.queue_arguments["x-queue-type"] == "quorum"
    assert bulk.queue_arguments["x-dead-letter-routing-key"] == crashed.name
    assert worker_queues.crashed_in("deals", {"x-first-death-queue": bulk.name}) == ""


def test_a_service_that_reacts_to_nothing_has_no_queues() -> None:
    assert worker_queues.queues("deals", []) == []
