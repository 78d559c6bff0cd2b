"""One life of the relay: a single loop that waits on the broker and on PostgreSQL alike.

Batches are published with confirms; a row is marked only after the broker has confirmed it, so
a crash anywhere means that some facts are told twice and none is lost.
"""

import functools
import logging
import time
from collections.abc import Callable
from typing import Any, TypeVar, cast

import pika
import pika.spec

from chassis import cloudevents, metrics
from chassis.live import Live
from chassis.relay_outbox import Outbox, Outgoing
from chassis.stop_signal import StopSignal

log = logging.getLogger("relay")

BATCH = 500
TICK_SECONDS = 0.5
CONFIRM_SECONDS = 15.0
CLOSE_SECONDS = 1.0
PARAMETERS = "heartbeat=10&blocked_connection_timeout=5&socket_timeout=5&stack_timeout=10"

Callback = TypeVar("Callback", bound=Callable[..., None])


def guarded(method: Callback) -> Callback:
    """A callback of pika's; what it raises ends this life of the relay with its true cause.

    pika would turn it into a lost stream, and a dead database would look like a dead broker.
    """

    @functools.wraps(method)
    def call(self: "Loop", *args: Any) -> None:
        try:
            method(self, *args)
        except Exception as error:  # noqa: BLE001 -- the outer loop decides what it means
            self.fail(error)

    return cast(Callback, call)


class Loop:
    """Publishes the outbox to the exchange of its service until it fails or is stopped.

    beat: called once a tick. stop: looked at once a tick, and when a batch is done; then nothing
    more is sent. Counts: published and unroutable events of this life.
    """

    def __init__(
        self,
        outbox: Outbox,
        live: Live,
        *,
        url: str,
        service: str,
        beat: Callable[[], None],
        stop: StopSignal,
    ) -> None:
        self.published = 0
        self.unroutable = 0
        self.exchange = f"{service}.events"
        self._outbox = outbox
        self._live = live
        self._beat = beat
        self._error: Exception | None = None
        self._open = False
        self._stop = stop
        self._again = False
        self._tag = 0
        self._in_flight: dict[int, Outgoing] = {}
        self._sent = 0.0
        self._confirmed: list[Outgoing] = []
        self._refused = False
        parameters = pika.URLParameters(f"{url}{'&' if '?' in url else '?'}{PARAMETERS}")
        parameters.client_properties = {"connection_name": f"{service}-relay"}
        self._connection = pika.SelectConnection(
            parameters,
            on_open_callback=lambda it: it.channel(on_open_callback=self._opened),
            on_open_error_callback=lambda _, error: self.fail(error),
            on_close_callback=lambda _, error: self._closed(error),
        )
        self._io = self._connection.ioloop

    def run(self) -> None:
        """Returns when stopped and all that was sent is confirmed. Raises what ended it."""
        try:
            self._io.call_later(0, self._tick)
            self._io.start()
        finally:
            self._io.close()
        if self._error:
            raise self._error

    def fail(self, error: object) -> None:
        """Ends this life; the first error is the true one."""
        if self._error is not None or not self._connection.is_open:
            self._io.stop()
        else:
            self._io.call_later(CLOSE_SECONDS, self._io.stop)
            self._connection.close()
        if self._error is None:
            self._error = error if isinstance(error, Exception) else RuntimeError(repr(error))

    @guarded
    def _opened(self, channel: Any) -> None:
        self._channel = channel
        channel.add_on_close_callback(self._channel_closed)
        channel.add_on_return_callback(self._returned)
        channel.exchange_declare(
            self.exchange, exchange_type="topic", durable=True, callback=self._declared
        )

    @guarded
    def _declared(self, _: Any) -> None:
        self._channel.confirm_delivery(self._confirm, callback=self._ready)

    @guarded
    def _ready(self, _: Any) -> None:
        self._io.add_handler(self._outbox.listen(self._heard), self._wake, self._io.READ)
        log.info("relay ready", extra={"exchange": self.exchange})
        self._open = True
        self._pump()

    def _heard(self) -> None:
        self._again = True

    @guarded
    def _wake(self, *_: Any) -> None:
        if self._outbox.drain():
            self._pump()

    @guarded
    def _tick(self) -> None:
        """Twice a second: the safety net for a notification that was missed."""
        self._beat()
        self._live.mend()
        if self._in_flight and time.monotonic() - self._sent > CONFIRM_SECONDS:
            raise TimeoutError(f"{len(self._in_flight)} events unconfirmed")
        self._pump()
        self._end_when_quiet()
        self._io.call_later(TICK_SECONDS, self._tick)

    @guarded
    def _pump(self) -> None:
        """Sends the next batch, unless one is on its way."""
        while self._open and not self._in_flight and not self._stop.is_set():
            self._again = False
            for outgoing in self._outbox.take(BATCH):
                self._send(outgoing)
            if not self._again:  # told of more while it was looking
                return

    def _send(self, outgoing: Outgoing) -> None:
        self._tag += 1
        self._in_flight[self._tag] = outgoing
        self._sent = time.monotonic()
        properties = pika.BasicProperties(
            content_type=cloudevents.CONTENT_TYPE,
            delivery_mode=2,
            message_id=outgoing.id,
            type=outgoing.type,
            app_id=self.exchange.removesuffix(".events"),
            headers={"traceparent": outgoing.traceparent} if outgoing.traceparent else None,
        )
        key = cloudevents.routing_key(outgoing.type, bulk=outgoing.bulk)
        self._channel.basic_publish(self.exchange, key, outgoing.body, properties, mandatory=True)

    def _returned(self, *_: Any) -> None:
        """Nobody listens to this event; its confirmation follows all the same."""
        self.unroutable += 1

    @guarded
    def _confirm(self, frame: Any) -> None:
        told = frame.method
        through = [tag for tag in self._in_flight if tag <= told.delivery_tag]
        tags = through if told.multiple else [told.delivery_tag]
        for outgoing in [self._in_flight.pop(tag) for tag in tags]:
            if isinstance(told, pika.spec.Basic.Nack):
                self._refused = True  # stays unpublished and is sent again at the next tick
            else:
                self._confirmed.append(outgoing)
        if not self._in_flight:
            self._finish_batch()

    def _finish_batch(self) -> None:
        done, self._confirmed = self._confirmed, []
        refused, self._refused = self._refused, False
        done.sort(key=lambda outgoing: outgoing.seq)
        self._live.tell([outgoing.note for outgoing in done])  # twice, after a crash, never not
        self._outbox.published([outgoing.seq for outgoing in done])
        self.published += len(done)
        metrics.PUBLISHED.inc(len(done))
        log.debug("published", extra={"events": len(done), "refused": refused})
        self._end_when_quiet()
        if not refused:
            self._pump()

    def _end_when_quiet(self) -> None:
        if self._stop.is_set() and not self._in_flight:
            if self._connection.is_open:
                self._connection.close()
            else:
                self._io.stop()

    def _channel_closed(self, _: Any, error: object) -> None:
        if self._connection.is_open:  # else it goes with its connection
            self.fail(error)

    def _closed(self, error: object) -> None:
        if self._stop.is_set() and self._error is None:
            self._io.stop()
        else:
            self.fail(error)
