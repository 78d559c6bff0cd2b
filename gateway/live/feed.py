"""What was told last, and who listens: every stream gets each fact once, in order, or a resync."""

import asyncio
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from gateway.live.notes import Note

#: Facts kept for streams that come back; fewer than Redis keeps (chassis.live.KEPT).
HISTORY = 5_000
#: The place of a stream that began before it was known what had been told.
UNKNOWN = "0"
#: Facts a stream may lie behind; a slower one is told to fetch everything again.
BEHIND = 1_000


class Signal(Enum):
    """What a stream hears beside facts.

    RESYNC: some may have been missed. UP and DOWN: whether facts arrive. END: no more will come.
    """

    RESYNC = "resync"
    UP = "up"
    DOWN = "down"
    END = "end"


@dataclass(frozen=True, slots=True)
class Entry:
    """One fact with its place in the feed; note: None where some may be missing."""

    id: str
    note: Note | None


Item = Entry | Signal


class Listener:
    """One stream's side of the feed: what is still to be told, oldest first."""

    def __init__(self) -> None:
        self._waiting: deque[Item] = deque()
        self._more = asyncio.Event()

    @property
    def idle(self) -> bool:
        """Whether nothing is in line that would be lost were this stream to go on from the end."""
        return all(item in (Signal.UP, Signal.DOWN, Signal.END) for item in self._waiting)

    def tell(self, item: Item) -> None:
        """Puts something in line; a stream too far behind starts anew."""
        if item is not Signal.END and len(self._waiting) >= BEHIND:
            self._waiting.clear()
            self._waiting.append(Signal.RESYNC)
        self._waiting.append(item)
        self._more.set()

    async def next(self, within: float) -> Item | None:
        """What is next, None when nothing came in so many seconds."""
        if not self._waiting:
            self._more.clear()
            try:
                await asyncio.wait_for(self._more.wait(), within)
            except TimeoutError:
                return None
        return self._waiting.popleft()


class Feed:
    """The newest facts and the streams that want them; used by one event loop."""

    def __init__(self) -> None:
        self._entries: deque[Entry] = deque()
        self._listeners: set[Listener] = set()
        self._floor = UNKNOWN  # the place before the oldest entry
        self.last = UNKNOWN
        self.live = False

    def start(self, floor: str, entries: list[Entry]) -> None:
        """Begins with a history; `floor` is the place before it. Whoever listens fetches anew."""
        self._floor = floor
        self._entries = deque(entries)
        self.last = entries[-1].id if entries else floor
        self._tell_all(Signal.RESYNC)

    def add(self, entry: Entry) -> None:
        """Tells everybody a fact, or that there is a gap."""
        self._entries.append(entry)
        if len(self._entries) > HISTORY:
            self._floor = self._entries.popleft().id
        self.last = entry.id
        self._tell_all(entry if entry.note else Signal.RESYNC)

    def set_live(self, *, live: bool) -> None:
        """Says whether facts arrive."""
        if live is not self.live:
            self.live = live
            self._tell_all(Signal.UP if live else Signal.DOWN)

    def end(self) -> None:
        """No more will come."""
        self._tell_all(Signal.END)

    def listen(self, after: str) -> Listener:
        """A new stream; what came since the place `after` is the first it hears, "" for nothing."""
        listener = Listener()
        for item in self._missed(after):
            listener.tell(item)
        if not self.live:
            listener.tell(Signal.DOWN)
        self._listeners.add(listener)
        return listener

    def leave(self, listener: Listener) -> None:
        """The stream is over."""
        self._listeners.discard(listener)

    def _missed(self, after: str) -> Iterator[Item]:
        if not after or after == self.last != UNKNOWN:
            return
        places = [self._floor, *(entry.id for entry in self._entries)]
        if after == UNKNOWN or after not in places:
            yield Signal.RESYNC
            return
        missed = list(self._entries)[places.index(after) :]
        if len(missed) >= BEHIND or any(entry.note is None for entry in missed):
            yield Signal.RESYNC
        else:
            yield from missed

    def _tell_all(self, item: Item) -> None:
        for listener in self._listeners:
            listener.tell(item)
