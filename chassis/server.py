"""The gRPC server of a service: thread pool, health, graceful end.

Its health ("") is whether it can serve. Of the service's "worker" and "relay" it tells, by the same
RPC, whether one of them ticks: they have no port of their own that could be asked.
"""

import logging
import threading
from collections.abc import Iterable, Mapping
from concurrent import futures
from typing import Any

import grpc
from grpc_health.v1 import health, health_pb2, health_pb2_grpc

from chassis import heartbeat
from chassis.database import Database
from chassis.identity_tokens import Verifier
from chassis.interceptors import Pipeline
from chassis.service import Servicer

log = logging.getLogger("server")

OPTIONS = [
    ("grpc.max_receive_message_length", 8 << 20),
    ("grpc.max_send_message_length", 8 << 20),
    ("grpc.so_reuseport", 0),
    ("grpc.keepalive_permit_without_calls", 1),
    ("grpc.http2.min_ping_interval_without_data_ms", 10_000),
]
SERVING = health_pb2.HealthCheckResponse.SERVING
NOT_SERVING = health_pb2.HealthCheckResponse.NOT_SERVING
DRAIN_SECONDS = 20
HEALTH_SECONDS = 2
#: While a worker or relay is missing, as at every start.
SOON_SECONDS = 0.5


class Server:
    """Serves until stopped; SERVING only while the database answers."""

    def __init__(
        self,
        servicers: Iterable[Servicer],
        *,
        database: Database,
        verifier: Verifier,
        listen: str,
        threads: int = 16,
    ) -> None:
        self._database = database
        self._health = health.HealthServicer()
        self._ticked: set[str] = set()
        self._stopping = threading.Event()
        self._watcher = threading.Thread(target=self._watch, name="health", daemon=True)
        pool = futures.ThreadPoolExecutor(max_workers=threads, thread_name_prefix="rpc")
        pipeline = Pipeline(database=database, verifier=verifier, domain=database.service)
        self._grpc = grpc.server(pool, options=OPTIONS, maximum_concurrent_rpcs=threads * 8)
        for add, servicer in servicers:
            add(servicer, Registrar(self._grpc, pipeline))
        health_pb2_grpc.add_HealthServicer_to_server(self._health, self._grpc)
        self.port: int = self._grpc.add_insecure_port(listen)

    def start(self) -> None:
        """Begins to serve; returns at once."""
        self._grpc.start()
        self._watcher.start()
        log.info("serving", extra={"port": self.port})

    def stop(self) -> None:
        """Refuses new calls, lets the running ones finish, then ends."""
        self._stopping.set()
        self._health.enter_graceful_shutdown()
        self._grpc.stop(DRAIN_SECONDS).wait()
        self._watcher.join(HEALTH_SECONDS)

    def wait(self) -> None:
        """Blocks until stopped."""
        self._grpc.wait_for_termination()

    def _watch(self) -> None:
        while True:
            well = self._look()
            if self._stopping.wait(HEALTH_SECONDS if well else SOON_SECONDS):
                return

    def _look(self) -> bool:
        serves, ticking = True, dict.fromkeys(heartbeat.ROLES, False)
        try:
            ticking = heartbeat.ticking(self._database)
        except Exception as error:  # noqa: BLE001 -- whatever it is, the database does not answer
            log.warning("database does not answer", extra={"error": type(error).__name__})
            serves = False
        else:
            self._alarm({role for role, ticks in ticking.items() if ticks})
        for name, well in {"": serves, **ticking}.items():
            self._health.set(name, SERVING if well else NOT_SERVING)
        return all(ticking.values())

    def _alarm(self, ticking: set[str]) -> None:
        """Says once of each role that nobody does it any more."""
        for role in self._ticked - ticking:
            log.error("nobody ticks", extra={"role": role})
        self._ticked = ticking


class Registrar:
    """What generated code takes for the server: passes handlers on, with all around them."""

    def __init__(self, server: grpc.Server, pipeline: Pipeline) -> None:
        self._server = server
        self._pipeline = pipeline

    def add_generic_rpc_handlers(self, _: object) -> None:
        """Not needed: the same handlers follow by name."""

    def add_registered_method_handlers(self, service: str, handlers: Mapping[str, Any]) -> None:
        """Adds the handlers of a service, each wrapped."""
        wrapped = {
            name: self._pipeline.around(f"/{service}/{name}", handler)
            for name, handler in handlers.items()
        }
        generic = grpc.method_handlers_generic_handler(service, wrapped)
        self._server.add_generic_rpc_handlers((generic,))
        self._server.add_registered_method_handlers(service, wrapped)
