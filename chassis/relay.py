"""Carries the outbox to the broker: one active relay a service, others stand by.

Any error ends both connections, the broker's and the database's, and opens them anew.
"""

import logging
import signal
import threading
import time
from typing import Any

from chassis.heartbeat import Heartbeat
from chassis.live import Live
from chassis.relay_loop import Loop
from chassis.relay_outbox import Outbox
from chassis.service import Parts

log = logging.getLogger("relay")

STANDBY_SECONDS = 1.0
SHORTEST, LONGEST = 0.2, 3.0
#: A life that lasted this long was healthy: the next one may begin at once.
HEALTHY_SECONDS = 10.0


def run(service: str, parts: Parts) -> None:
    """Publishes until SIGTERM; what has been sent by then is confirmed and marked first."""
    logging.getLogger("pika").setLevel(logging.CRITICAL)  # it logs every reconnect as a disaster
    relay = Relay(service, parts)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, relay.stop)
    relay.run()
    parts.database.close()


class Relay:
    """Opens connections, and opens them again."""

    def __init__(self, service: str, parts: Parts) -> None:
        self._service = service
        self._url = parts.settings.database_url.get_secret_value()
        self._broker = parts.settings.amqp_url.get_secret_value()
        self._screens = Live(parts.settings.redis_url.get_secret_value(), service=service)
        self._heartbeat = Heartbeat(parts.database, "relay")
        self._stopping = threading.Event()
        self._loop: Loop | None = None

    def stop(self, *_: Any) -> None:
        """For a signal handler: lets the running batch finish."""
        self._stopping.set()
        if self._loop:
            self._loop.stop()

    def run(self) -> None:
        """One life after the other until stopped."""
        pause = SHORTEST
        while not self._stopping.is_set():
            began = time.monotonic()
            try:
                self._live()
            except Exception as error:  # noqa: BLE001 -- whatever it was, both connections are new
                healthy = time.monotonic() - began > HEALTHY_SECONDS
                pause = SHORTEST if healthy else min(pause * 2, LONGEST)
                log.warning("relay lost a connection", extra={"error": repr(error)})
                self._stopping.wait(pause)
        self._heartbeat.end()

    def _live(self) -> None:
        outbox = Outbox(self._url, service=self._service)
        try:
            if self._wait_for_turn(outbox):
                self._publish(outbox)
        finally:
            outbox.close()

    def _wait_for_turn(self, outbox: Outbox) -> bool:
        """Stands by while another relay is active, or without a broker; False when stopped."""
        while not self._stopping.is_set():
            self._heartbeat.beat()
            if self._broker and outbox.try_lock():
                return True
            self._stopping.wait(STANDBY_SECONDS)
        return False

    def _publish(self, outbox: Outbox) -> None:
        self._loop = Loop(
            outbox,
            self._screens,
            url=self._broker,
            service=self._service,
            beat=self._heartbeat.beat,
        )
        try:
            if self._stopping.is_set():  # the signal came before there was a loop to stop
                self._loop.stop()
            self._loop.run()
        finally:
            told = {"events": self._loop.published, "nobody_listens": self._loop.unroutable}
            log.info("relayed", extra=told)
            self._loop = None
