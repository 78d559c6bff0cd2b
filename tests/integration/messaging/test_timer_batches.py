"""Timers that are handled together, each with its own call, and alone after trouble."""

from collections.abc import Sequence
from datetime import timedelta

import pytest

from chassis import context
from chassis.clock import Clock
from chassis.context import system_call
from chassis.database import Database
from chassis.due_timers import DueTimers
from chassis.timers import Timer, handlers, on_timer, on_timers
from chassis.transaction import Transaction

SOON = timedelta(seconds=1)


class Post:
    """Takes letters by threes; a broken one spoils what it is handled with."""

    def __init__(self) -> None:
        self.rounds: list[list[str]] = []
        self.requests: list[str] = []

    @on_timers("letter", at_most=3)
    def take(self, timers: Sequence[Timer], _: Transaction) -> None:
        self.rounds.append(sorted(timer.key for timer in timers))
        self.requests += [timer.call.request_id for timer in timers]
        if any(timer.payload.get("broken") for timer in timers):
            raise RuntimeError("the envelope is torn")

    @on_timer("parcel")
    def carry(self, timer: Timer, _: Transaction) -> None:
        self.rounds.append([timer.key])


@pytest.fixture
def post() -> Post:
    return Post()


@pytest.fixture
def due(tally: Database, post: Post) -> DueTimers:
    return DueTimers(tally, handlers(post))


def schedule(database: Database, name: str, *keys: str, broken: str = "") -> None:
    for key in keys:
        call = system_call("test", request_id=f"request of {key}")
        with context.use(call), database.transaction() as tx:
            tx.schedule(name, key=key, due=tx.now, payload={"broken": key == broken})


def work(due: DueTimers) -> None:
    while due.step(lambda: None):
        continue


def test_so_many_are_taken_at_once_and_each_under_its_own_call(
    tally: Database, due: DueTimers, post: Post
) -> None:
    schedule(tally, "letter", "a", "b", "c", "d")
    work(due)
    assert post.rounds == [["a", "b", "c"], ["d"]]
    assert sorted(post.requests) == [f"request of {key}" for key in "abcd"]


def test_only_timers_of_one_name_go_together(tally: Database, due: DueTimers, post: Post) -> None:
    schedule(tally, "letter", "a", "b")
    schedule(tally, "parcel", "x", "y")
    work(due)
    assert sorted(post.rounds) == [["a", "b"], ["x"], ["y"]]


def test_what_failed_together_is_tried_again_one_by_one(
    tally: Database, due: DueTimers, post: Post, clock: Clock
) -> None:
    schedule(tally, "letter", "a", "b", "c", broken="b")
    work(due)
    assert post.rounds == [["a", "b", "c"]]
    clock.advance(SOON)
    work(due)
    assert sorted(post.rounds[1:]) == [["a"], ["b"], ["c"]]
    post.rounds.clear()
    clock.advance(timedelta(minutes=10))
    work(due)
    assert post.rounds == [["b"]], "the others are done"
