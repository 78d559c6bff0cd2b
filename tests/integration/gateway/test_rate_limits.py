"""Rate limits: shared by all gateways, nearly free of charge, kept even without Redis."""

import re
import statistics
import time
from typing import Any

import pytest
import redis as redis_client

from deploy.local.servers import Redis
from gateway.buckets import Policy, SharedBuckets
from gateway.cache import Cache, connect
from tests.harness.waiting import eventually
from tests.integration.gateway.conftest import Client, Gateway, Open
from tests.vectors import load


def burst(client: Client, count: int) -> list[int]:
    """The statuses of some requests, one after the other."""
    return [client.get("/v1/me").status_code for _ in range(count)]


def remaining(client: Client) -> int:
    """What RateLimit says is left."""
    found = re.search(r";r=(\d+)", client.get("/v1/me").headers["RateLimit"])
    assert found
    return int(found.group(1))


def test_a_burst_over_the_limit_is_told_when_to_come_back(
    gateway: Gateway, open_gateway: Open
) -> None:
    limited = open_gateway(rate_limit_user=60)
    client = limited.signed_in("rep")
    left = [remaining(client) for _ in range(21)]
    assert left == sorted(left, reverse=True)
    assert left[-1] == 0
    refused = client.get("/v1/me")
    assert (refused.status_code, refused.json["reason"]) == (429, "RATE_LIMITED")
    assert refused.headers["Retry-After"] == "1"
    assert refused.headers["RateLimit"] == '"user";r=0;t=1'
    assert refused.headers["RateLimit-Policy"] == '"user";q=21;w=21'


def test_one_persons_burst_does_not_delay_another(open_gateway: Open) -> None:
    gateway = open_gateway(rate_limit_user=30)
    rep, agent = gateway.signed_in("rep"), gateway.signed_in("agent")
    assert 429 in burst(rep, 15)
    assert burst(agent, 5) == [200] * 5


def test_the_bucket_fills_again(open_gateway: Open) -> None:
    client = open_gateway(rate_limit_user=120).signed_in("rep")
    assert 429 in burst(client, 120)
    eventually(lambda: client.get("/v1/me").status_code == 200)


def test_a_key_has_a_bucket_of_its_own(open_gateway: Open) -> None:
    gateway = open_gateway(rate_limit_key=30)
    admin = gateway.signed_in("admin")
    keys = [admin.post("/v1/api_keys", {"name": n, "scopes": ["*"]}).json["key"] for n in "ab"]
    first, second = (gateway.program(key) for key in keys)
    assert 429 in burst(first, 15)
    assert burst(second, 5) == [200] * 5
    assert admin.get("/v1/me").status_code == 200


def test_dear_calls_have_a_second_bucket(open_gateway: Open) -> None:
    admin = open_gateway().signed_in("admin")
    answers = [admin.get("/v1/contacts:export") for _ in range(13)]
    assert [answer.status_code for answer in answers].count(429) >= 1
    assert '"export";r=0' in answers[-1].headers["RateLimit"]
    assert admin.get("/v1/me").status_code == 200


@pytest.mark.parametrize(
    "case",
    load("rate_limit_token_bucket.json").get("govuk", {"bursts": ()})["bursts"],
    ids=lambda case: str(case["id"]),
)
def test_redis_decides_as_the_vectors_say(redis_url: str, case: dict[str, Any]) -> None:
    policy = Policy.per_minute("vector", case["limit"])
    times = iter(case["at_s"])
    buckets = SharedBuckets(Cache(connect(redis_url)), now=lambda: 1000.0 + next(times))
    grants = [buckets.take(policy, "me", wanted) for wanted in case["requests"]]
    assert [grant and grant.taken for grant in grants] == case["accepted"]


def test_two_gateways_share_the_count(open_gateway: Open, redis_url: str) -> None:
    gateways = [open_gateway(rate_limit_user=600, redis_url=redis_url) for _ in range(2)]
    one = gateways[0].signed_in("rep")
    other = gateways[1].with_token(one.http.get_cookie("session").value)
    statuses = [client.get("/v1/me").status_code for _ in range(160) for client in (one, other)]
    allowed = statuses.count(200)
    assert allowed < 320, "201 at once, 10 a second, and what the two hold as leases"
    assert 429 in statuses


def test_most_requests_ask_redis_nothing(open_gateway: Open, redis_url: str) -> None:
    client = open_gateway(redis_url=redis_url).signed_in("rep")
    with redis_client.Redis.from_url(redis_url) as connection:
        connection.config_resetstat()
        assert burst(client, 200) == [200] * 200
        asked = connection.info("commandstats")["cmdstat_evalsha"]["calls"]
    assert asked <= 11, "one for each lease of twenty"


def test_without_redis_nobody_is_signed_out_and_limits_hold(
    open_gateway: Open, own_redis: Redis
) -> None:
    gateway = open_gateway(rate_limit_user=600, redis_url=own_redis.url())
    client = gateway.signed_in("rep")
    own_redis.kill()
    statuses = burst(client, 400)
    assert set(statuses) == {200, 429}
    assert statuses.count(200) <= 2 * 201 + 10 * 20
    assert gateway.signed_in("agent").get("/v1/me").status_code == 200


def test_a_frozen_redis_costs_one_request_a_moment(open_gateway: Open, own_redis: Redis) -> None:
    client = open_gateway(redis_url=own_redis.url()).signed_in("rep")
    own_redis.pause()
    try:
        times = []
        for _ in range(60):
            started = time.perf_counter()
            assert client.get("/v1/me").status_code == 200
            times.append(time.perf_counter() - started)
    finally:
        own_redis.resume()
    assert statistics.median(times) < 0.09, "most did not wait for it"
    assert max(times) < 5


def test_a_redis_that_comes_back_is_used_again(open_gateway: Open, own_redis: Redis) -> None:
    client = open_gateway(redis_url=own_redis.url(), rate_limit_user=60).signed_in("rep")
    own_redis.kill()
    assert client.get("/v1/me").status_code == 200
    own_redis.start()

    def used() -> bool:
        client.get("/v1/me")
        with redis_client.Redis.from_url(own_redis.url()) as connection:
            return bool(connection.keys("rate:user:*"))

    eventually(used)


def test_strangers_are_counted_by_the_address_our_proxy_saw(open_gateway: Open) -> None:
    gateway = open_gateway(rate_limit_ip=30, trusted_proxies=1)

    def statuses(forwarded: str, count: int) -> list[int]:
        client = gateway.client(ip="10.0.0.1", X_Forwarded_For=forwarded)
        path = "/v1/forms/01937b5e-7c00-7000-8000-000000000001:show"
        return [client.get(path).status_code for _ in range(count)]

    assert 429 in statuses("198.51.100.1", 20)
    assert 429 in statuses("203.0.113.5, 198.51.100.1", 1)
    assert 429 not in statuses("198.51.100.2", 5)
    assert 429 in statuses("2001:db8:1:2::1", 20)
    assert 429 in statuses("2001:db8:1:2:ffff::9", 1)
    assert 429 not in statuses("2001:db8:1:3::1", 5)


def test_a_slowed_down_guesser_stays_so_when_redis_goes(
    open_gateway: Open, own_redis: Redis
) -> None:
    gateway = open_gateway(redis_url=own_redis.url())
    client = gateway.client(ip="203.0.113.50")
    email = "rep@trellis.example"
    assert [client.sign_in(email, "wrong").status_code for _ in range(11)][-1] == 429
    own_redis.kill()
    assert client.sign_in(email, "wrong").status_code == 429
    statuses = [client.sign_in(email, "wrong").status_code for _ in range(11)]
    assert statuses[-1] == 429


def test_who_keeps_sending_wrong_keys_is_slowed_down(open_gateway: Open) -> None:
    gateway = open_gateway(rate_limit_ip=30)
    robot = gateway.program("trl_" + "x" * 43)
    answers = [robot.get("/v1/me") for _ in range(15)]
    assert [answer.status_code for answer in answers][:11] == [401] * 11
    assert answers[-1].json["reason"] == "RATE_LIMITED"
    assert '"ip";r=0' in answers[-1].headers["RateLimit"]
    assert gateway.signed_in("rep").get("/v1/me").status_code == 200
