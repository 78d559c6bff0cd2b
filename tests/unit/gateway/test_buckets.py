"""Token buckets and the leases that make them cheap, on a clock of the test's own."""

import math
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.buckets import Grant, LocalBuckets, Policy
from gateway.rate_limit import RateLimiter, SharedBuckets, headers
from tests.vectors import load

LIMITS = load("rate_limit_token_bucket.json").get("govuk", {"cases": (), "bursts": ()})


class Time:
    """A clock that stands still unless it is moved."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.mark.parametrize("case", LIMITS["cases"], ids=lambda case: str(case["limit"]))
def test_a_limit_a_minute_says_size_and_flow(case: Mapping[str, Any]) -> None:
    policy = Policy.per_minute("x", case["limit"])
    assert (policy.burst, policy.per_second) == (case["max"], case["refill"])


@pytest.mark.parametrize("case", LIMITS["bursts"], ids=lambda case: str(case["id"]))
@pytest.mark.parametrize("leased", [False, True])
def test_bursts_are_accepted_as_far_as_the_bucket_reaches(
    case: Mapping[str, Any], leased: bool, time: Time
) -> None:
    policy = Policy.per_minute("x", case["limit"])
    buckets, limiter, start = LocalBuckets(time), RateLimiter(None, now=time), time.now
    for at, requests, accepted in zip(
        case["at_s"], case["requests"], case["accepted"], strict=True
    ):
        time.now = start + at
        if leased:
            found = sum(limiter.take(policy, "me").allowed for _ in range(requests))
        else:
            found = buckets.take(policy, "me", requests).taken
        assert found == accepted


@given(
    burst=st.integers(1, 50),
    per_second=st.floats(0.1, 20),
    steps=st.lists(st.tuples(st.floats(0, 30), st.integers(1, 40)), max_size=30),
)
def test_no_bucket_ever_gives_more_than_it_holds_and_gets(
    burst: int, per_second: float, steps: list[tuple[float, int]]
) -> None:
    time, policy, taken = Time(), Policy("x", burst, per_second), 0
    limiter, start = RateLimiter(None, now=time), time.now
    for wait, wanted in steps:
        time.now += wait
        taken += sum(limiter.take(policy, "me").allowed for _ in range(wanted))
        assert taken <= burst + (time.now - start) * per_second + 1e-6


def test_who_waits_as_long_as_told_is_let_in(time: Time) -> None:
    limiter, policy = RateLimiter(None, now=time), Policy("x", burst=3, per_second=0.3)
    verdicts = [limiter.take(policy, "me") for _ in range(4)]
    assert [verdict.allowed for verdict in verdicts] == [True, True, True, False]
    assert verdicts[-1].retry_after == 4
    time.now += verdicts[-1].retry_after - 1
    assert not limiter.take(policy, "me").allowed
    time.now += 1
    assert limiter.take(policy, "me").allowed


def test_a_take_that_is_given_back_costs_nothing(time: Time) -> None:
    limiter, policy = RateLimiter(None, now=time), Policy("x", burst=2, per_second=0.001)
    for _ in range(10):
        assert limiter.take(policy, "me").allowed
        limiter.give_back(policy, "me")
    assert limiter.take(policy, "me").allowed
    assert limiter.take(policy, "me").allowed
    assert not limiter.take(policy, "me").allowed


def test_a_dear_call_takes_several_and_leaves_the_rest(time: Time) -> None:
    limiter, policy = RateLimiter(None, now=time), Policy("x", burst=10, per_second=0.001)
    assert limiter.take(policy, "me", cost=6).allowed
    assert not limiter.take(policy, "me", cost=6).allowed
    assert limiter.take(policy, "me", cost=4).allowed


def test_headers_say_what_is_left_of_what(time: Time) -> None:
    limiter, policy = RateLimiter(None, now=time), Policy.per_minute("user", 60)
    verdict = limiter.take(policy, "me")
    assert headers([verdict]) == {
        "RateLimit": '"user";r=20;t=1',
        "RateLimit-Policy": '"user";q=21;w=21',
    }
    assert headers([]) == {}


class Counted(SharedBuckets):
    """Shared buckets that count how often they are asked, and can be away."""

    def __init__(self, time: Time) -> None:
        self.buckets, self.asked, self.away = LocalBuckets(time), 0, False

    def take(self, policy: Policy, key: str, want: int) -> Grant | None:
        self.asked += 1
        return None if self.away else self.buckets.take(policy, key, want)


def test_leases_spare_nineteen_of_twenty_round_trips(time: Time) -> None:
    shared, policy = Counted(time), Policy.per_minute("x", 1200)
    limiter = RateLimiter(shared, now=time)
    assert sum(limiter.take(policy, "me").allowed for _ in range(2000)) == policy.burst
    assert shared.asked <= math.ceil(policy.burst / (policy.burst // 20)) + 1


def test_an_empty_bucket_is_not_asked_again_and_again(time: Time) -> None:
    shared, policy = Counted(time), Policy("x", burst=5, per_second=0.5)
    limiter = RateLimiter(shared, now=time)
    for _ in range(100):
        limiter.take(policy, "me")
    assert shared.asked == 6


def test_two_processes_pass_the_limit_by_no_more_than_their_leases(time: Time) -> None:
    shared, policy = Counted(time), Policy.per_minute("x", 1200)
    processes = [RateLimiter(shared, now=time) for _ in range(2)]
    allowed = sum(p.take(policy, "me").allowed for _ in range(500) for p in processes)
    assert allowed == policy.burst


def test_when_the_shared_buckets_go_each_process_keeps_the_limit(time: Time) -> None:
    shared, policy = Counted(time), Policy.per_minute("x", 60)
    limiter = RateLimiter(shared, now=time)
    assert sum(limiter.take(policy, "me").allowed for _ in range(50)) == policy.burst
    shared.away = True
    time.now += 2
    assert sum(limiter.take(policy, "me").allowed for _ in range(50)) <= policy.burst
