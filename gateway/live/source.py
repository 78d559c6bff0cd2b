"""Follows what the relays tell Redis; without Redis it says so, and goes on where it was."""

import asyncio
import logging
from typing import Any

from redis.asyncio import Redis
from redis.exceptions import RedisError

from chassis.live import FACT, STREAM
from gateway.live import notes
from gateway.live.feed import HISTORY, UNKNOWN, Entry, Feed

log = logging.getLogger("live")

BLOCK_SECONDS = 5
ANSWER_SECONDS = BLOCK_SECONDS + 5
AGAIN_SECONDS = 1.0
AT_ONCE = 500
BEGINNING = "0-0"


class Source:
    """Fills a feed for as long as it runs."""

    def __init__(self, url: str, feed: Feed) -> None:
        self._feed = feed
        self._redis: Redis = Redis.from_url(
            url, socket_timeout=ANSWER_SECONDS, socket_connect_timeout=1, retry=None
        )

    async def run(self) -> None:
        """Never returns; what Redis refuses is tried again."""
        while True:
            try:
                await self._follow()
            except (RedisError, OSError) as error:
                if self._feed.live:
                    log.warning("no live updates", extra={"error": type(error).__name__})
                self._feed.set_live(live=False)
            await asyncio.sleep(AGAIN_SECONDS)

    async def _follow(self) -> None:
        if not await self._goes_on():
            await self._begin()
        self._feed.set_live(live=True)
        while True:
            found: Any = await self._redis.xread(
                {STREAM: self._feed.last}, count=AT_ONCE, block=BLOCK_SECONDS * 1000
            )
            for _, messages in found:
                for message in messages:
                    self._feed.add(entry(message))

    async def _goes_on(self) -> bool:
        """Whether Redis still has the place where we were, so that nothing between is lost."""
        last = self._feed.last
        if last == UNKNOWN:
            return False
        if last == BEGINNING:
            return bool(await self._redis.xlen(STREAM) == 0)
        return bool(await self._redis.xrange(STREAM, last, last))

    async def _begin(self) -> None:
        """Starts anew from what Redis has. It keeps more than we take, so that the place before
        what we take is either known or the very beginning."""
        newest: Any = await self._redis.xrevrange(STREAM, count=HISTORY + 1)
        entries = [entry(message) for message in reversed(newest)]
        whole = len(entries) <= HISTORY
        self._feed.start(BEGINNING if whole else entries[0].id, entries if whole else entries[1:])


def entry(message: Any) -> Entry:
    """A message of the stream; one that is no fact is a gap."""
    place, fields = message
    body = fields.get(FACT.encode())
    return Entry(place.decode(), notes.read(body) if body else None)
