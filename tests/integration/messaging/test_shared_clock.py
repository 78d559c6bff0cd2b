"""One movable clock for all processes, in Redis; without it, the time last known."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from redis import Redis as Client

from chassis.errors import FailedPrecondition, Unavailable
from chassis.shared_clock import SharedClock, clock_for
from deploy.local.servers import Redis
from tests.harness.waiting import eventually

DAY = timedelta(days=1)


@pytest.fixture
def clock(own_redis: Redis) -> SharedClock:
    return SharedClock(own_redis.url())


@pytest.fixture
def client(own_redis: Redis) -> Iterator[Client]:
    with Client.from_url(own_redis.url()) as client:
        yield client


def ahead(clock: SharedClock) -> timedelta:
    """How far the clock is ahead, to the minute."""
    return timedelta(minutes=round((clock.now() - datetime.now(UTC)).total_seconds() / 60))


def test_moving_it_in_one_process_moves_it_in_all(own_redis: Redis, clock: SharedClock) -> None:
    elsewhere = SharedClock(own_redis.url())
    assert ahead(elsewhere) == timedelta(0)
    clock.advance(DAY)
    assert ahead(clock) == DAY
    eventually(lambda: ahead(elsewhere) == DAY)
    elsewhere.advance(DAY)
    eventually(lambda: ahead(clock) == 2 * DAY)


def test_a_story_may_begin_in_the_past_and_goes_on_from_there(
    client: Client, clock: SharedClock
) -> None:
    client.set("clock:offset", -(100 * DAY).total_seconds())
    assert ahead(clock) == -100 * DAY
    clock.advance(DAY)
    assert ahead(clock) == -99 * DAY
    client.flushall()
    eventually(lambda: ahead(clock) == timedelta(0), within=30)


def test_without_redis_it_keeps_the_time_it_knew(own_redis: Redis, clock: SharedClock) -> None:
    clock.advance(DAY)
    own_redis.stop()
    assert ahead(clock) == DAY
    with pytest.raises(Unavailable):
        clock.advance(DAY)
    assert ahead(clock) == DAY


def test_time_does_not_run_backwards_when_redis_has_forgotten(
    client: Client, clock: SharedClock
) -> None:
    clock.advance(DAY)
    client.flushall()
    eventually(lambda: clock.now() and client.get("clock:offset"))
    assert ahead(clock) == DAY


def test_nonsense_in_redis_does_not_stop_the_clock(client: Client, clock: SharedClock) -> None:
    client.set("clock:offset", "tomorrow")
    assert ahead(clock) == timedelta(0)


def test_it_is_only_moved_forward(clock: SharedClock) -> None:
    with pytest.raises(ValueError, match="forward"):
        clock.advance(-DAY)


def test_the_clock_of_production_is_never_moved(own_redis: Redis) -> None:
    clock = clock_for("production", own_redis.url())
    with pytest.raises(FailedPrecondition):
        clock.advance(DAY)
