"""The business clock: everybody may look at it, who may moves it, nobody does in production."""

from datetime import UTC, datetime, timedelta

import pytest

from chassis.shared_clock import SharedClock
from deploy.local.servers import Redis
from tests.harness.waiting import eventually
from tests.integration.gateway.conftest import Gateway, Open


def test_moving_the_clock_moves_it_for_every_process(open_gateway: Open, own_redis: Redis) -> None:
    elsewhere = SharedClock(own_redis.url())
    admin = open_gateway(redis_url=own_redis.url()).signed_in("admin")
    answer = admin.post("/v1/clock:advance", {"seconds": 86400})
    assert answer.status_code == 200, answer.text
    assert (answer.json["offset_seconds"], answer.json["movable"]) == (86400, True)
    tomorrow = datetime.now(UTC) + timedelta(days=1, minutes=-1)
    eventually(lambda: elsewhere.now() > tomorrow)
    assert datetime.fromisoformat(admin.get("/v1/clock").json["current_time"]) > tomorrow
    assert admin.me["email"] == "admin@trellis.example", "sessions keep to the real time"


def test_a_rep_sees_the_clock_and_cannot_move_it(gateway: Gateway) -> None:
    rep = gateway.signed_in("rep")
    assert rep.get("/v1/clock").status_code == 200
    assert rep.post("/v1/clock:advance", {"seconds": 1}).status_code == 403


@pytest.mark.parametrize("seconds", [0, -1, 1.5, "soon", 10**9, None])
def test_only_a_step_forward_is_a_step(gateway: Gateway, seconds: object) -> None:
    answer = gateway.signed_in("admin").post("/v1/clock:advance", {"seconds": seconds})
    assert answer.status_code == 400
    assert answer.json["errors"][0]["pointer"] == "#/seconds"


def test_the_clock_of_production_is_never_moved(open_gateway: Open, own_redis: Redis) -> None:
    gateway = open_gateway(environment="production", redis_url=own_redis.url())
    admin = gateway.signed_in("admin")
    answer = admin.post("/v1/clock:advance", {"seconds": 1})
    assert (answer.status_code, answer.json["reason"]) == (400, "CLOCK_FIXED")
    assert not admin.get("/v1/clock").json["movable"]
