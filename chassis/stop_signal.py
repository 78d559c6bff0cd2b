"""The wish that a process ends: SIGTERM or SIGINT, never missed.

A threading.Event set by a signal handler can miss it. The interpreter runs handlers in the main
thread only, and a signal that comes just before that thread begins to wait does not wake it; a
handler that runs while the thread holds the event's own lock waits for itself. A pipe has neither
fault: the interpreter writes a byte to it at once, and who reads wakes up
(https://docs.python.org/3/library/signal.html#signal.set_wakeup_fd).
"""

import os
import select
import signal
from contextlib import suppress
from typing import Any

NUMBERS = (signal.SIGTERM, signal.SIGINT)


class StopSignal:
    """Like an event that stays set; for the main thread, one in a process."""

    def __init__(self) -> None:
        self._set = False
        self._reader, self._writer = os.pipe()
        os.set_blocking(self._writer, False)

    def heed(self) -> "StopSignal":
        """From now on SIGTERM and SIGINT set it."""
        signal.set_wakeup_fd(self._writer, warn_on_full_buffer=False)
        for number in NUMBERS:
            signal.signal(number, self.set)
        return self

    def set(self, *_: Any) -> None:
        """Sets it; for a signal handler as well."""
        self._set = True
        with suppress(BlockingIOError):  # full: whoever waits wakes up already
            os.write(self._writer, b"\0")

    def is_set(self) -> bool:
        """Whether it is."""
        return self._set

    def wait(self, seconds: float | None = None) -> bool:
        """Waits until it is set, or that long; whether it is."""
        select.select([self._reader], [], [], seconds)
        return self._set
