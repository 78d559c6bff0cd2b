"""Carries the outbox to the broker: one active relay a service, others stand by.

Any error ends both connections, the broker's and the database's, and opens them anew.
"""

import logging
import time

from chassis.heartbeat import Heartbeat
from chassis.live import Live
from chassis.relay_loop import Loop
from chassis.relay_outbox import Outbox
from chassis.service import Parts
from chassis.stop_signal import StopSignal

log = logging.getLogger("relay")

STANDBY_SECONDS = 1.0
SHORTEST, LONGEST = 0.2, 3.0
#: A life that lasted this long was healthy: the next one may begin at once.
HEALTHY_SECONDS = 10.0


def run(service: str, parts: Parts) -> None:
    """Publishes until SIGTERM; what has been sent by then is confirmed and marked first."""
    logging.getLogger("pika").setLevel(logging.CRITICAL)  # it logs every reconnect as a disaster
    Relay(service, parts, StopSignal().heed()).run()
    parts.database.close()


class Relay:
    """Opens connections, and opens them again."""

    def __init__(self, service: str, parts: Parts, stop: StopSignal) -> None:
        self._service = service
        self._url = parts.settings.database_url.get_secret_value()
        self._broker = parts.settings.amqp_url.get_secret_value()
        self._screens = Live(parts.settings.redis_url.get_secret_value(), service=service)
        self._heartbeat = Heartbeat(parts.database, "relay")
        self._stop = stop

    def run(self) -> None:
        """One life after the other until stopped; the running batch is finished."""
        pause = SHORTEST
        while not self._stop.is_set():
            began = time.monotonic()
            try:
                self._live()
            except Exception as error:  # noqa: BLE001 -- whatever it was, both connections are new
                healthy = time.monotonic() - began > HEALTHY_SECONDS
                pause = SHORTEST if healthy else min(pause * 2, LONGEST)
                log.warning("relay lost a connection", extra={"error": repr(error)})
                self._stop.wait(pause)
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
        while not self._stop.is_set():
            self._heartbeat.beat()
            if self._broker and outbox.try_lock():
                return True
            self._stop.wait(STANDBY_SECONDS)
        return False

    def _publish(self, outbox: Outbox) -> None:
        loop = Loop(
            outbox,
            self._screens,
            url=self._broker,
            service=self._service,
            beat=self._heartbeat.beat,
            stop=self._stop,
        )
        try:
            loop.run()
        finally:
            told = {"events": loop.published, "nobody_listens": loop.unroutable}
            log.info("relayed", extra=told)
