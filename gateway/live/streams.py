"""One person's stream of server-sent events: what they may hear, for as long as they may."""

import asyncio
import time
from collections.abc import Awaitable, Callable

from chassis.identity import Identity
from gateway.live.feed import Entry, Feed, Item, Listener, Signal

#: The browser waits so long before it comes back.
RETRY = b"retry: 2000\n"
#: Something is said at least so often, so that nobody in between thinks the stream is dead.
BEAT_SECONDS = 15.0
#: What is told is told to somebody who was still allowed in so long ago.
FRESH_SECONDS = 1.0
SEND_SECONDS = 10.0

Who = Callable[[], Awaitable[Identity | None]]


class Stream:
    """Writes what a listener hears. who: asks again who this is; None when nobody any more."""

    def __init__(self, writer: asyncio.StreamWriter, identity: Identity, who: Who) -> None:
        self._writer = writer
        self._identity = identity
        self._who = who
        self._checked = time.monotonic()
        self.told = 0

    async def run(self, feed: Feed, listener: Listener) -> None:
        """Returns when the feed ends, or nobody may hear it any more.

        Raises OSError and TimeoutError when the other end is gone or does not take it.
        """
        await self._send(RETRY + place(feed, listener))
        while True:
            item = await listener.next(BEAT_SECONDS)
            if item is Signal.END or not await self._still_allowed(item):
                return
            if isinstance(item, Entry):
                await self._send(self._fact(item))
            else:
                await self._send(said(item) + place(feed, listener))

    async def _still_allowed(self, item: Item | None) -> bool:
        if item is not None and time.monotonic() - self._checked < FRESH_SECONDS:
            return True
        identity = await self._who()
        if identity is None:
            return False
        self._identity, self._checked = identity, time.monotonic()
        return True

    def _fact(self, entry: Entry) -> bytes:
        """What is sent of a fact; nothing of one this person may not hear of."""
        if entry.note is None or not entry.note.audience.includes(self._identity):
            return b""
        self.told += 1
        return f"data: {entry.note.text}\nid: {entry.id}\n\n".encode()

    async def _send(self, text: bytes) -> None:
        if not text:
            return
        self._writer.write(text)
        await asyncio.wait_for(self._writer.drain(), SEND_SECONDS)


def said(signal: Signal | None) -> bytes:
    """A signal as an event of its own; a comment when there was nothing to say."""
    return f"event: {signal.value}\ndata: {{}}\n".encode() if signal else b": beat\n"


def place(feed: Feed, listener: Listener) -> bytes:
    """The end of a message, with the place to come back to once everything before it was sent."""
    return f"id: {feed.last}\n\n".encode() if listener.idle else b"\n"
