"""Where a page that loads now begins to listen: nothing falls between its data and its stream."""

import time
from typing import Any

from redis import Redis

from chassis.live import STREAM
from gateway.cache import Cache
from gateway.live.source import BEGINNING

#: A page asks for its data and for its place at once, and either may be answered first.
MARGIN_SECONDS = 2.0


def place(cache: Cache | None) -> str:
    """The id of the last fact told a moment ago; "" when Redis does not say: fetch anew then."""
    if cache is None:
        return ""
    before = int((time.time() - MARGIN_SECONDS) * 1000)
    return cache.run(lambda redis: newest(redis, before)) or ""


def newest(redis: Redis, before: int) -> str:
    """The last fact told until a moment, in ms since 1970 as Redis numbers what it is told."""
    found: Any = redis.xrevrange(STREAM, max=before, count=1)
    return str(found[0][0].decode()) if found else BEGINNING
