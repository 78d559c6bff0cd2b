"""Hears PostgreSQL's notifications: something was scheduled for now, so look now."""

import logging
import threading
from collections.abc import Callable

import psycopg

from chassis.timers import BULK, CHANNEL

log = logging.getLogger("wakeups")

LOOK_UP_SECONDS = 1.0
AGAIN_SECONDS = 2.0


class Wakeups:
    """Listens in a thread of its own; without it work is found at the next tick."""

    def __init__(
        self, url: str, *, service: str, wake: Callable[[], None], wake_bulk: Callable[[], None]
    ) -> None:
        self._url = url
        self._name = f"{service}-wakeups"
        self._wake = {"": wake, BULK: wake_bulk}
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="wakeups", daemon=True)

    def start(self) -> None:
        """Returns at once."""
        self._thread.start()

    def stop(self) -> None:
        """Ends within a second or with the process."""
        self._stopping.set()

    def _run(self) -> None:
        while not self._stopping.is_set():
            try:
                self._listen()
            except psycopg.Error as error:
                log.warning("no notifications", extra={"error": type(error).__name__})
                self._stopping.wait(AGAIN_SECONDS)

    def _listen(self) -> None:
        with psycopg.connect(
            self._url,
            autocommit=True,
            application_name=self._name,
            connect_timeout=5,
            tcp_user_timeout=5_000,
        ) as connection:
            connection.execute(f"LISTEN {CHANNEL}")
            while not self._stopping.is_set():
                for heard in connection.notifies(timeout=LOOK_UP_SECONDS):
                    self._wake.get(heard.payload, self._wake[""])()
