"""Live updates while Redis is away: streams stand, say so, and go on when it is back."""

from deploy.local.servers import Redis
from tests.harness.people import Keys
from tests.integration.gateway.conftest import Open
from tests.integration.gateway.streaming import Told, running_streams


def test_a_stream_says_that_facts_stop_and_asks_to_fetch_anew_when_they_come_again(
    open_gateway: Open, own_redis: Redis, keys: Keys
) -> None:
    gateway = open_gateway(redis_url=own_redis.url())
    key = gateway.signed_in("admin").post("/v1/api_keys", {"name": "Board", "scopes": ["*"]})
    credentials = f"Bearer {key.json['key']}"
    with running_streams(gateway.database.url, own_redis.url(), keys) as streams:
        reading = streams.open(Authorization=credentials)
        reading.until(Told(own_redis.url()).tell())
        own_redis.stop()
        assert reading.until(event="down") == []
        assert streams.open(Authorization=credentials).event()["event"] == "down"
        own_redis.start()
        assert reading.until(event="resync") == []
        assert reading.until(event="up") == []
        last = Told(own_redis.url()).tell()
        assert [fact["id"] for fact in reading.until(last)] == [last]


def test_without_redis_at_all_a_stream_stands_and_is_silent(
    open_gateway: Open, own_redis: Redis, keys: Keys
) -> None:
    gateway = open_gateway()
    assert gateway.signed_in("admin").get("/v1/session").json["last_event_id"] == ""
    key = gateway.signed_in("admin").post("/v1/api_keys", {"name": "Board", "scopes": ["*"]})
    with running_streams(gateway.database.url, "", keys) as streams:
        reading = streams.open(Authorization=f"Bearer {key.json['key']}")
        assert reading.event()["event"] == "down"
        assert streams.end() == 0
