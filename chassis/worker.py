"""Runs what a service does by itself: reactions to facts, and timers.

Reactions come from the broker by nameko, timers and parked events from the database. Each goes on
when the other cannot: without a broker the timers run, facts wait in their queues.
"""

import gc
import logging
import signal
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import eventlet
from kombu import Queue
from nameko.containers import ServiceContainer

from chassis import housekeeping, trouble, worker_queues
from chassis.due import Lanes
from chassis.due_timers import DueTimers
from chassis.heartbeat import Heartbeat
from chassis.housekeeping import Housekeeping
from chassis.inbox import Inbox
from chassis.reactions import Reaction, collect, collect_timers
from chassis.service import Parts, Service
from chassis.wakeups import Wakeups
from chassis.worker_intake import BulkReception, Intake, Reception

log = logging.getLogger("worker")

#: Messages handled at a time; those of the bulk queue together take one place of them.
WORKERS = 10
PREFETCH = 50
#: Steps of jobs over many records at a time: they never take a place of other timers.
BULK_LANES = 2
GRACE_SECONDS = 20.0
AGAIN_SECONDS = 2.0

Method = Callable[..., bool]


def run(service: Service, parts: Parts) -> None:
    """Works until SIGTERM, then lets what runs finish."""
    logging.getLogger("nameko").setLevel(logging.WARNING)
    logging.getLogger("kombu").setLevel(logging.ERROR)  # it tells every reconnect in 40 lines
    worker = Worker(service, parts)
    gc.freeze()  # what was loaded is never garbage: looking through it took a tenth of the work
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: eventlet.spawn_n(worker.stopping.set))
    worker.run()
    parts.database.close()
    if worker.failed:
        sys.exit(1)


class Worker:
    """One worker process of a service. failed: something of nameko's ended that should not."""

    def __init__(self, service: Service, parts: Parts) -> None:
        self.stopping = threading.Event()
        self.failed = False
        self._service = service.name
        self._database = parts.database
        objects = [*service.reactions(parts), Housekeeping(parts)]
        self._reactions = collect(objects)
        self._inbox = Inbox(parts.database, self._reactions, stopping=self.stopping)
        self._heartbeat = Heartbeat(parts.database, "worker")
        handlers = collect_timers(objects)
        timers = DueTimers(parts.database, handlers, bulk=False)
        steps = DueTimers(parts.database, handlers, bulk=True)
        self._lanes = Lanes([timers, self._inbox], beat=self._heartbeat.beat)
        self._bulk_lanes = Lanes([steps], beat=lambda: None, lanes=BULK_LANES)
        self._wakeups = Wakeups(
            parts.settings.database_url.get_secret_value(),
            service=service.name,
            wake=self._lanes.wake,
            wake_bulk=self._bulk_lanes.wake,
        )
        self._container = self._make_container(parts.settings.amqp_url.get_secret_value())

    def run(self) -> None:
        """Returns when stopped and everything that ran has finished, or its time was over."""
        self._begin()
        self._lanes.start()
        self._bulk_lanes.start()
        self._wakeups.start()
        if self._container is not None:
            eventlet.spawn(self._consume, self._container)
        log.info("worker ready", extra={"reactions": len(self._reactions)})
        self.stopping.wait()
        self._end()

    def _begin(self) -> None:
        """Sets the service's standing timers, as soon as there is a database."""
        while not self.stopping.is_set():
            try:
                housekeeping.begin(self._database)
                return
            except Exception as error:
                if not trouble.is_away(error):
                    raise
                log.warning("waiting for the database", extra={"error": type(error).__name__})
                self.stopping.wait(AGAIN_SECONDS)

    def _consume(self, container: "Container") -> None:
        try:
            container.start()
            container.wait()
        except Exception as error:
            log.critical("the consumer died", exc_info=error)
            self.failed = True
        self.stopping.set()

    def _end(self) -> None:
        self._wakeups.stop()
        with eventlet.Timeout(GRACE_SECONDS, False):  # noqa: FBT003 -- eventlet's way to say: quietly
            if self._container is not None:
                self._container.finish()
            self._lanes.stop()
            self._bulk_lanes.stop()
        self._heartbeat.end()

    def _make_container(self, broker: str) -> "Container | None":
        queues = worker_queues.queues(self._service, self._reactions.values())
        if not broker or not queues:
            return None
        config = {"AMQP_URI": broker, "max_workers": WORKERS, "prefetch": PREFETCH}
        return Container(self._service_class(), config)

    def _service_class(self) -> type:
        """What nameko takes for a service: a method for each queue."""
        crashed = worker_queues.crashed(self._service)
        bulk = worker_queues.bulk(self._service, self._reactions.values())
        methods = {
            "crashed": _entry(crashed, self._receive_crashed),
            "bulk": _entry(bulk, self._receive_bulk, BulkReception),
        }
        for reaction in self._reactions.values():
            for fact in reaction.facts:
                queue = worker_queues.queue(self._service, reaction, fact)
                methods[f"reaction_{len(methods)}"] = _entry(queue, self._receiver(reaction))
        return type("Reactions", (), {"name": self._service, **methods})

    def _receiver(self, reaction: Reaction) -> Method:
        def receive(_: object, body: bytes, headers: Mapping[str, Any]) -> bool:  # noqa: ARG001
            return self._inbox.receive(reaction.name, body)

        return receive

    def _receive_crashed(self, _: object, body: bytes, headers: Mapping[str, Any]) -> bool:
        name = worker_queues.crashed_in(self._service, headers)
        return self._inbox.receive_crashed(name, body)

    def _receive_bulk(self, _: object, bodies: Sequence[bytes]) -> bool:
        return self._inbox.receive_bulk(bodies)


class Container(ServiceContainer):  # type: ignore[misc] # nameko has no types
    """nameko's container, with an end that does not depend on the broker."""

    def busy(self) -> bool:
        """Whether a handler runs or is about to."""
        return bool(self._worker_pool.running() or self._worker_pool.waiting())

    def finish(self) -> None:
        """Takes no more messages; returns when the running handlers have ended."""
        if self.shared_extensions[Intake].connected:
            self.stop()
        while self.busy():
            eventlet.sleep(0.05)


def _entry(
    queue: Queue, receive: Callable[..., bool], reception: type[Reception] = Reception
) -> Callable[..., bool]:
    def method(self: object, *told: Any) -> bool:
        return receive(self, *told)

    reception.decorator(queue)(method)
    return method
