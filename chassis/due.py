"""Looks for what is due, once a tick, and does it in a few lanes at a time.

One lane looks, the others work or rest: the lane that finds something hands the looking to the
next before it works. So an idle process asks the database once a tick however many lanes it has,
a slow piece of work holds up only its own lane, and a backlog is worked off by all of them.
"""

import logging
import threading
import time
from collections.abc import Callable, Sequence
from itertools import cycle
from typing import Protocol

from chassis import trouble

log = logging.getLogger("due")

TICK_SECONDS = 0.5
BACK_OFF_SECONDS = 2.0


class Source(Protocol):
    """A table with rows that fall due."""

    def step(self, claimed: Callable[[], None]) -> bool:
        """Does one due row, having called `claimed` as soon as it is its own; False without one."""


class Lanes:
    """Works off the sources until stopped. beat: called about once a tick, by who looks."""

    def __init__(
        self, sources: Sequence[Source], *, beat: Callable[[], None], lanes: int = 4
    ) -> None:
        self._count = len(sources)
        self._sources = cycle(sources)
        self._beat = beat
        self._turn = threading.Lock()
        self._woken = threading.Event()
        self._stopping = threading.Event()
        self._threads = [
            threading.Thread(target=self._lane, name=f"lane-{n}", daemon=True) for n in range(lanes)
        ]

    def start(self) -> None:
        """Returns at once."""
        for thread in self._threads:
            thread.start()

    def wake(self) -> None:
        """Looks now instead of at the next tick."""
        self._woken.set()

    def stop(self, grace: float = 20.0) -> None:
        """Lets what runs finish, for up to `grace` seconds."""
        self._stopping.set()
        self.wake()
        deadline = time.monotonic() + grace
        for thread in self._threads:
            thread.join(max(0.0, deadline - time.monotonic()))

    def _lane(self) -> None:
        while not self._stopping.is_set():
            turn = _Turn(self._turn)
            try:
                if not self._stopping.is_set() and not self._look(turn.pass_on):
                    self._woken.wait(TICK_SECONDS)
                    self._woken.clear()
            except Exception as error:  # noqa: BLE001 -- a lane outlives whatever goes wrong in it
                self._complain(error)
                self._stopping.wait(BACK_OFF_SECONDS)
            finally:
                turn.pass_on()
            time.sleep(0)  # green threads only take turns when asked to

    def _look(self, claimed: Callable[[], None]) -> bool:
        self._beat()
        return any(next(self._sources).step(claimed) for _ in range(self._count))

    def _complain(self, error: Exception) -> None:
        if trouble.is_away(error):
            log.warning("the database does not answer", extra={"error": type(error).__name__})
        else:
            log.error("looking for due work failed", exc_info=error)


class _Turn:
    """The right to look; passed on once."""

    def __init__(self, lock: threading.Lock) -> None:
        self._lock = lock
        self._mine = lock.acquire()

    def pass_on(self) -> None:
        if self._mine:
            self._mine = False
            self._lock.release()
