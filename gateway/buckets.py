"""Token buckets, in this process and in Redis; both decide alike."""

import math
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast

from redis import Redis

from gateway.cache import Cache


@dataclass(frozen=True, slots=True)
class Policy:
    """A bucket's size and what flows into it. name: as in the RateLimit headers."""

    name: str
    burst: int
    per_second: float

    @classmethod
    def per_minute(cls, name: str, limit: int) -> "Policy":
        """`limit` requests a minute in the long run, a third of them at once, 1000 at most."""
        return cls(name, burst=min(math.ceil(limit / 3) + 1, 1000), per_second=limit / 60)

    @property
    def window(self) -> int:
        """Seconds until an empty bucket is full."""
        return math.ceil(self.burst / self.per_second)


@dataclass(frozen=True, slots=True)
class Grant:
    """What a bucket gave: tokens taken, tokens left, seconds until there is one again."""

    taken: int
    left: int
    wait: float


class LocalBuckets:
    """Buckets of this process alone; the least used ones are forgotten."""

    CAPACITY = 20_000

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._lock = threading.Lock()
        self._levels: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, policy: Policy, key: str, want: int) -> Grant:
        """Takes up to `want` tokens."""
        name, now = f"{policy.name}:{key}", self._now()
        with self._lock:
            level, since = self._levels.pop(name, (float(policy.burst), now))
            level = min(policy.burst, level + max(0.0, now - since) * policy.per_second)
            taken = min(want, math.floor(level))
            level -= taken
            self._levels[name] = (level, now)
            if len(self._levels) > self.CAPACITY:
                self._levels.popitem(last=False)
        wait = 0.0 if level >= 1 else (1 - level) / policy.per_second
        return Grant(taken, math.floor(level), wait)


#: The same on Redis' own clock. ARGV: burst, tokens a second, wanted, time ("" for Redis' own).
SCRIPT = """
local time = tonumber(ARGV[4])
if not time then
  local parts = redis.call('TIME')
  time = tonumber(parts[1]) + tonumber(parts[2]) / 1000000
end
local burst, rate, want = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local state = redis.call('HMGET', KEYS[1], 'level', 'since')
local level = tonumber(state[1]) or burst
local since = tonumber(state[2]) or time
level = math.min(burst, level + math.max(0, time - since) * rate)
local taken = math.min(want, math.floor(level))
level = level - taken
redis.call('HSET', KEYS[1], 'level', string.format('%.6f', level),
  'since', string.format('%.6f', time))
redis.call('PEXPIRE', KEYS[1], math.ceil(burst / rate * 1000) + 1000)
local wait = 0
if level < 1 then wait = math.ceil((1 - level) / rate * 1000) end
return {taken, math.floor(level), wait}
"""


class SharedBuckets:
    """Buckets that all gateways share, in Redis."""

    def __init__(self, cache: Cache, now: Callable[[], float] | None = None) -> None:
        self._cache = cache
        self._now = now

    def take(self, policy: Policy, key: str, want: int) -> Grant | None:
        """Takes up to `want` tokens, or None when Redis does not answer."""
        time_ = "" if self._now is None else f"{self._now():.6f}"
        arguments = (policy.burst, f"{policy.per_second:.9f}", want, time_)

        def run(redis: Redis) -> Any:
            return redis.register_script(SCRIPT)(keys=[f"rate:{policy.name}:{key}"], args=arguments)

        answer = self._cache.run(run)
        if answer is None:
            return None
        taken, left, wait = cast(list[int], answer)
        return Grant(taken, left, wait / 1000)
