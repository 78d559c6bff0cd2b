"""One movable clock for all processes: outside production its offset is kept in Redis."""

import logging
import threading
import time
from datetime import datetime, timedelta

import redis

from chassis.clock import Clock
from chassis.errors import FailedPrecondition, Unavailable

log = logging.getLogger("clock")

KEY = "clock:offset"
#: How old a process's knowledge of the offset may be.
FRESH_SECONDS = 0.2
#: How long Redis is left alone after it did not answer.
QUIET_SECONDS = 2.0
TIMEOUT_SECONDS = 0.1


class SharedClock(Clock):
    """Tells the time all processes agree on; without Redis, with the offset last known.

    What a process reads first may lie in the past: a demonstration begins there.
    """

    def __init__(self, url: str) -> None:
        super().__init__()
        self._redis = redis.Redis.from_url(
            url,
            socket_timeout=TIMEOUT_SECONDS,
            socket_connect_timeout=TIMEOUT_SECONDS,
            retry=None,
            decode_responses=True,
        )
        self._reading = threading.Lock()
        self._stale_at = 0.0
        self._known = False

    def now(self) -> datetime:
        """The aware time in UTC, to the microsecond."""
        if time.monotonic() >= self._stale_at and self._reading.acquire(blocking=False):
            try:
                self._read()
            finally:
                self._reading.release()
        return super().now()

    def advance(self, by: timedelta) -> None:
        """Moves the clock of every process, within FRESH_SECONDS.

        Raises ValueError for a negative step, Unavailable (CLOCK_UNAVAILABLE) without Redis.
        """
        if by < timedelta(0):
            raise ValueError("a clock is only moved forward")
        try:
            moved = self._redis.incrbyfloat(KEY, by.total_seconds())
        except redis.RedisError as error:
            raise Unavailable("CLOCK_UNAVAILABLE", "The clock cannot be moved now.") from error
        self.offset = timedelta(seconds=moved)
        self._known = True

    def _read(self) -> None:
        try:
            offset = timedelta(seconds=float(self._redis.get(KEY) or 0))
            if self._known and offset < self.offset:  # Redis lost it; time does not run backwards
                self._redis.set(KEY, self.offset.total_seconds())
        except (redis.RedisError, OSError, ValueError) as error:
            log.warning("clock offset unknown", extra={"error": type(error).__name__})
            self._stale_at = time.monotonic() + QUIET_SECONDS
        else:
            self.offset = max(offset, self.offset) if self._known else offset
            self._known = True
            self._stale_at = time.monotonic() + FRESH_SECONDS


class FixedClock(Clock):
    """The clock of production: nobody moves it."""

    def advance(self, by: timedelta) -> None:  # noqa: ARG002 -- the signature of a clock
        """Raises FailedPrecondition (CLOCK_FIXED)."""
        raise FailedPrecondition("CLOCK_FIXED", "The clock of production is never moved.")


def clock_for(environment: str, url: str) -> Clock:
    """The clock of a process: fixed in production, shared where there is a Redis."""
    if environment == "production":
        return FixedClock()
    return SharedClock(url) if url else Clock()
