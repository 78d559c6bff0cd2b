"""Redis, which may vanish: short waits, no retries, and a pause after every failure.

Nothing that must be right is kept there; whoever uses it goes on without it.
"""

import logging
import threading
import time
from collections.abc import Callable
from typing import TypeVar

from redis import Redis, RedisError
from redis.backoff import NoBackoff
from redis.retry import Retry

T = TypeVar("T")

log = logging.getLogger("cache")

TIMEOUT_SECONDS = 0.1
PAUSE_SECONDS = 2.0
CONNECTIONS = 64


def connect(url: str) -> Redis:
    """A client that never keeps anybody waiting; it connects when it is first used."""
    return Redis.from_url(
        url,
        socket_timeout=TIMEOUT_SECONDS,
        socket_connect_timeout=TIMEOUT_SECONDS,
        retry=Retry(NoBackoff(), 0),
        max_connections=CONNECTIONS,
    )


class Cache:
    """Runs operations on Redis unless it failed a moment ago."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis
        self._lock = threading.Lock()
        self._paused_until = 0.0

    def run(self, operation: Callable[[Redis], T]) -> T | None:
        """The operation's result, or None when Redis does not answer or is not asked.

        After a failure one caller tries again every PAUSE_SECONDS; all others go on at once.
        """
        if not self._admitted():
            return None
        try:
            result = operation(self._redis)
        except (RedisError, OSError) as error:
            self._pause(error)
            return None
        self._paused_until = 0.0
        return result

    @property
    def paused(self) -> bool:
        """Whether it failed a moment ago."""
        return self._paused_until > time.monotonic()

    def _admitted(self) -> bool:
        if not self._paused_until:
            return True
        with self._lock:
            if self.paused:
                return False
            self._paused_until = time.monotonic() + PAUSE_SECONDS  # for everybody but this caller
            return True

    def _pause(self, error: Exception) -> None:
        if not self.paused:
            log.warning("redis does not answer", extra={"error": type(error).__name__})
        self._paused_until = time.monotonic() + PAUSE_SECONDS
