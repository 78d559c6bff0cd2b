"""nameko's consumer and entrypoint, made safe: nothing is acknowledged that is not in the inbox.

What differs from nameko 2.14, and why:
- a message is acknowledged when its handler says so, not when it raised or could not be decoded;
- the body is passed as it came, so that one bad message is a row in the inbox and not a lost one;
- a broken connection is tried again at once and not after up to 30 seconds;
- an acknowledgement on a dead connection is no reason to die: the message comes again;
- when stopping, the connection stays open until the running handlers have acknowledged.
"""

import logging
import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import Any

import eventlet
from eventlet.event import Event
from eventlet.semaphore import Semaphore
from kombu import Connection, Queue
from nameko.exceptions import ContainerBeingKilled
from nameko.messaging import Consumer, QueueConsumer

log = logging.getLogger("worker")

HEARTBEAT_SECONDS = 10
RETRY_SECONDS = 1.0
#: What comes again waits so long for the others that come with it.
GATHERING_SECONDS = 0.2


class Intake(QueueConsumer):  # type: ignore[misc] # nameko has no types
    """The one consumer of the process, on one connection."""

    def __init__(self) -> None:
        super().__init__()
        self.connected = False
        self._writing = Semaphore()

    @property
    def prefetch_count(self) -> int:
        return int(self.container.config["prefetch"])

    @property
    def connection(self) -> Connection:
        return Connection(self.amqp_uri, heartbeat=HEARTBEAT_SECONDS, connect_timeout=5)

    @contextmanager
    def establish_connection(self) -> Iterator[Connection]:
        with self.create_connection() as connection:
            connection.ensure_connection(
                self.on_connection_error,
                None,
                interval_start=0.2,
                interval_step=0.3,
                interval_max=3,
            )
            yield connection

    def on_connection_error(self, error: Exception, interval: float) -> None:
        self.connected = False
        log.warning("the broker does not answer", extra={"error": repr(error), "again": interval})

    def on_consume_ready(self, connection: Any, channel: Any, consumers: Any, **_: Any) -> None:
        super().on_consume_ready(connection, channel, consumers)
        self.connected = True

    def get_consumers(self, consumer_class: Callable[..., Any], channel: Any) -> Iterable[Any]:  # noqa: ARG002 -- kombu's signature
        self._consumers.clear()
        for reception in self._providers:
            consumer = consumer_class(
                queues=[reception.queue], on_message=partial(self.handle_message, reception)
            )
            consumer.qos(prefetch_count=self.prefetch_count)
            self._consumers[reception] = consumer
        return list(self._consumers.values())

    def handle_message(self, reception: "Reception", message: Any) -> None:
        """A message came; each waits for a free worker in a green thread of its own."""
        deliver = partial(reception.handle_message, message)
        self.container.spawn_managed_thread(deliver, identifier=reception.queue.name)

    def on_decode_error(self, message: Any, exc: Exception) -> None:
        """kombu found a fault before we did; the inbox will find it as well."""
        log.warning("message with a fault", extra={"error": repr(exc)})
        message.reject(requeue=True)

    def on_iteration(self) -> None:
        self._cancel_consumers_if_requested()
        if not self._consumers and not self.container.busy():
            self.should_stop = True

    def ack_message(self, message: Any) -> None:
        self._quietly(message, message.ack)

    def requeue_message(self, message: Any) -> None:
        self._quietly(message, message.requeue)

    def _quietly(self, message: Any, tell: Callable[[], None]) -> None:
        """One green thread writes to the socket at a time."""
        with self._writing:
            if not message.channel.connection:
                return  # the broker has taken it back already
            try:
                tell()
            except Exception as error:  # noqa: BLE001 -- it is delivered again, the inbox knows it
                log.warning("not acknowledged", extra={"error": repr(error)})


class Reception(Consumer):  # type: ignore[misc] # nameko has no types
    """The entrypoint of one queue: calls the method with the message's body and headers."""

    queue_consumer = Intake()

    def __init__(self, queue: Queue, **options: Any) -> None:
        super().__init__(queue, **options)

    def handle_message(self, message: Any) -> None:
        """Runs the method in a worker of the container, when one is free."""
        try:
            self.container.spawn_worker(
                self,
                (_body(message), dict(message.headers or {})),
                {},
                context_data={},
                handle_result=partial(self.handle_result, message),
            )
        except ContainerBeingKilled:
            self.queue_consumer.requeue_message(message)

    def handle_message_processed(
        self, message: Any, result: object = None, exc_info: object = None
    ) -> None:
        self._settle([message], result, exc_info)

    def _settle(self, messages: Sequence[Any], result: object, exc_info: object) -> None:
        if result is True:
            for message in messages:
                self.queue_consumer.ack_message(message)
        elif exc_info is not None:  # a fault of ours; it is in the log
            eventlet.sleep(RETRY_SECONDS)
            for message in messages:
                self.queue_consumer.requeue_message(message)


class BulkReception(Reception):
    """The entrypoint of the queue of jobs over many records: calls the method with the bodies of
    all messages that have come, in one worker at a time, so that others always find one free.

    What comes again goes alone and in any order: one of them may have brought its worker down, and
    each time some of the others get past it.
    """

    def __init__(self, queue: Queue, **options: Any) -> None:
        super().__init__(queue, **options)
        self._come: list[Any] = []
        self._working = False

    def handle_message(self, message: Any) -> None:
        """Who finds nobody at work takes what has come, until nothing comes any more."""
        self._come.append(message)
        if _again(message):
            eventlet.sleep(GATHERING_SECONDS)
        if self._working:
            return
        self._working = True
        try:
            while self._come:
                self._handle_all()
        finally:
            self._working = False

    def _handle_all(self) -> None:
        messages, self._come = self._come, []
        alone = [each for each in messages if _again(each)]
        random.shuffle(alone)
        together = [each for each in messages if not _again(each)]
        for batch in (*([each] for each in alone), together):
            if batch:
                self._handle(batch)

    def _handle(self, messages: Sequence[Any]) -> None:
        done = Event()
        try:
            self.container.spawn_worker(
                self,
                ([_body(message) for message in messages],),
                {},
                context_data={},
                handle_result=partial(self._handled, messages, done),
            )
        except ContainerBeingKilled:
            for message in messages:
                self.queue_consumer.requeue_message(message)
        else:
            done.wait()

    def _handled(
        self,
        messages: Sequence[Any],
        done: Event,
        _: object,
        result: object = None,
        exc_info: object = None,
    ) -> tuple[object, object]:
        try:
            self._settle(messages, result, exc_info)
        finally:
            done.send()
        return result, exc_info


def _again(message: Any) -> bool:
    """Whether it was delivered before without an end."""
    return bool((message.headers or {}).get("x-delivery-count"))


def _body(message: Any) -> bytes:
    return message.body.encode() if isinstance(message.body, str) else bytes(message.body)
