"""Hands messages from the thread that reads a request to the thread in which gRPC sends them.

gRPC reads a stream's messages in a thread of its own and swallows what goes wrong there; here the
reading stays in the request's thread, where a body that is too large can be refused properly.
"""

import threading
from collections import deque
from collections.abc import Iterable, Iterator

from google.protobuf.message import Message

AHEAD = 4  # messages read but not yet sent


class Feed(Iterator[Message]):
    """A bounded queue that ends: its sender waits while it is full, its reader while empty."""

    def __init__(self) -> None:
        self._waiting: deque[Message] = deque()
        self._change = threading.Condition()
        self._complete = False
        self._abandoned = False

    def send(self, messages: Iterable[Message]) -> None:
        """Passes messages on until they end, or until nobody takes them any more."""
        for message in messages:
            with self._change:
                self._change.wait_for(lambda: self._abandoned or len(self._waiting) < AHEAD)
                if self._abandoned:
                    return
                self._waiting.append(message)
                self._change.notify_all()
        with self._change:
            self._complete = True
            self._change.notify_all()

    def abandon(self) -> None:
        """The call is over: nobody will take another message."""
        with self._change:
            self._abandoned = True
            self._change.notify_all()

    def __next__(self) -> Message:
        with self._change:
            self._change.wait_for(lambda: self._abandoned or self._waiting or self._complete)
            if self._abandoned or not self._waiting:
                raise StopIteration
            message = self._waiting.popleft()
            self._change.notify_all()
            return message
